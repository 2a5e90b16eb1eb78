"""Certificates and proxies: the right ones are used, of the wrong ones a sentence tells."""

from __future__ import annotations

import gc
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from click.testing import CliRunner, Result
from tests.server.between import Between, proxy, tls_before
from tests.server.running import SiteServer

from pkgtui.cli.group import cli

pytestmark = [
    pytest.mark.usefixtures("hurried"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]

UNUSED = "127.0.0.1:1"
FORBIDDEN = b"HTTP/1.1 403 Not\x1b[31m here\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def authority_file(authority: trustme.CA, tmp_path: Path) -> str:
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    return str(tmp_path / "authority.pem")


@pytest.fixture
def secure(small_site: SiteServer, authority: trustme.CA) -> Iterator[Between]:
    """The small site behind a certificate."""
    with tls_before(small_site.url, authority.issue_cert("127.0.0.1")) as between:
        yield between


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PKGTUI_CACHE_DIR", str(tmp_path / "cache"))
    yield
    # A handshake that is cancelled leaves its socket to the collector, which would warn later.
    gc.collect()


def sync(url: str) -> Result:
    return CliRunner().invoke(cli, ["sync", "--site-url", url])


def failed(url: str) -> str:
    """What a sync that cannot reach the site says."""
    done = sync(url)
    assert (done.exit_code, done.stdout) == (3, "")
    (sentences,) = done.stderr.splitlines()
    assert sentences.isprintable()
    assert ". Nothing is cached yet. " in sentences
    return sentences


def brought(url: str) -> bool:
    done = sync(url)
    assert done.exit_code == 0, done.stderr
    return done.stdout.startswith("60 packages")


# Certificates


def test_an_unknown_authority_is_not_trusted(secure: Between, small_site: SiteServer) -> None:
    sentences = failed(f"https://{secure.address}")
    assert f"The certificate of {secure.address} is not to be trusted (" in sentences
    assert "SSL_CERT_FILE names authorities to trust." in sentences
    assert small_site.requests() == []


def test_an_authority_that_is_named_is_trusted(
    secure: Between, authority_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority_file)
    assert brought(f"https://{secure.address}")


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl names the files of the folder")
def test_an_authority_in_a_folder_is_trusted(
    secure: Between, authority_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = ["openssl", "x509", "-hash", "-noout", "-in", authority_file]
    name = subprocess.run(ask, capture_output=True, check=True, text=True).stdout.strip()
    (tmp_path / "folder").mkdir()
    shutil.copy(authority_file, tmp_path / "folder" / f"{name}.0")
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "folder"))
    assert brought(f"https://{secure.address}")


@pytest.mark.parametrize(
    ("name", "year", "words"),
    [("elsewhere.example", 2050, "mismatch|not valid for"), ("127.0.0.1", 2020, "expired")],
)
def test_a_certificate_of_another_name_or_time_is_not_trusted(  # noqa: PLR0913, PLR0917 - fixtures
    small_site: SiteServer,
    authority: trustme.CA,
    authority_file: str,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    year: int,
    words: str,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority_file)
    certificate = authority.issue_cert(name, not_after=datetime(year, 1, 1, tzinfo=UTC))
    with tls_before(small_site.url, certificate) as between:
        sentences = failed(f"https://{between.address}")
    assert "is not to be trusted by what SSL_CERT_FILE names" in sentences
    assert re.search(words, sentences)
    assert small_site.requests() == []


def test_certificates_that_cannot_be_read_are_told(
    small_site: SiteServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    garbage = tmp_path / "garbage.pem"
    garbage.write_text("no certificate")
    for path in (garbage, tmp_path / "missing.pem", tmp_path):
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        sentences = failed(small_site.url)
        assert "The certificates set by SSL_CERT_FILE cannot be used (" in sentences
        assert "Correct or unset that variable" in sentences


def test_a_folder_without_certificates_trusts_nobody(
    secure: Between, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "missing"))
    assert "by what SSL_CERT_DIR names" in failed(f"https://{secure.address}")


def test_from_an_encrypted_site_nobody_is_sent_to_a_plain_one(
    secure: Between, small_site: SiteServer, authority_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority_file)
    plain = f"http://{secure.address}/api/v4/packages/"
    small_site.fault(times=None, status=302, headers={"Location": plain})
    assert f"sends on to http://{secure.address}, which" in failed(f"https://{secure.address}")
    assert len(small_site.requests()) <= 4


# Proxies


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_is_asked_in_the_site_s_place(
    small_site: SiteServer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with proxy() as between:
        monkeypatch.setenv(name, f"http://me:secret@{between.address}")
        assert brought(small_site.url)
    assert all(head.startswith(f"GET {small_site.url}/") for head in between.heads)
    assert all("Proxy-Authorization: Basic " in head for head in between.heads)
    assert len(between.heads) == len(small_site.requests())


def test_an_encrypted_site_stays_encrypted_through_a_proxy(
    secure: Between, authority_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority_file)
    with proxy() as between:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{between.address}")
        assert brought(f"https://{secure.address}")
    assert all(head.startswith(f"CONNECT {secure.address} ") for head in between.heads)


def test_no_proxy_is_asked_where_none_should_be(
    small_site: SiteServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", f"http://{UNUSED}")
    monkeypatch.setenv("NO_PROXY", "elsewhere.example,127.0.0.1")
    assert brought(small_site.url)


def test_a_proxy_that_is_not_there_is_named_without_its_password(
    small_site: SiteServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://me:secret@{UNUSED}")
    sentences = failed(small_site.url)
    assert f"to {small_site.url.removeprefix('http://')} through the proxy {UNUSED} (" in sentences
    assert "secret" not in sentences
    assert small_site.requests() == []


def test_what_a_proxy_refuses_is_told(
    secure: Between, small_site: SiteServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with proxy(FORBIDDEN) as between:
        monkeypatch.setenv("ALL_PROXY", f"http://{between.address}")
        assert "answered 403 (forbidden)." in failed(small_site.url)
        assert f"through the proxy {between.address} (403 Not[31m here)" in failed(
            f"https://{secure.address}"
        )
    assert small_site.requests() == []


@pytest.mark.parametrize("address", ["http://[", "http://p:99999", "x y"])
def test_a_proxy_that_nobody_can_find_is_named(
    small_site: SiteServer, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", address)
    assert f"through the proxy {address.removeprefix('http://')} (" in failed(small_site.url)
    assert small_site.requests() == []


@pytest.mark.parametrize("address", ["nonsense://p.example", "socks5://p.example"])
def test_a_proxy_that_makes_no_sense_is_told(
    small_site: SiteServer, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", address)
    sentences = failed(small_site.url)
    assert "The proxy set by HTTP_PROXY cannot be used" in sentences
    assert "Correct or unset that variable and try again." in sentences
    assert small_site.requests() == []
