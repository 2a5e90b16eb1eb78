"""A catalog as one file: what is written comes back, and nothing else is ever taken."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rights import rights, unprivileged
from tests.unit.catalogs import NOW, SITE, catalog, catalogs, facts_of, package, sealed

from pkgtui.models.catalog import Catalog, Generation
from pkgtui.store import packing, snapshot
from pkgtui.store.codec import SCHEMA, decode, encode, read_header
from pkgtui.store.errors import DamagedCatalog, NoSnapshot, OtherSchema, SnapshotRefused, StoreError

POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes and rights as POSIX knows them")
SOUND = snapshot.pack(catalog())
HEADER = read_header(SOUND)
PACKED = packing.unpack(SOUND.split(b"\n", 2)[2], 2**20)


def take(blob: bytes) -> Catalog:
    return snapshot.unpack(blob, SITE, NOW)


def with_contents(packed: bytes, **header: Any) -> bytes:
    """Return a snapshot of any contents, with a checksum that is right."""
    return sealed(msgspec.structs.replace(HEADER, **header), packing.pack(packed))


def of_generation(**changes: Any) -> bytes:
    """Return a snapshot of another generation than the sound one."""
    return encode(catalog(generation=msgspec.structs.replace(HEADER.generation, **changes)))


# What is in it


@given(catalogs)
def test_any_catalog_comes_back_as_it_was(kept: Catalog) -> None:
    generation = Generation(site_url=SITE, synced_at=NOW, refused=kept.generation.refused)
    kept = msgspec.structs.replace(kept, generation=generation)
    assert facts_of(take(snapshot.pack(kept))) == facts_of(kept)


@given(st.lists(st.integers(0, 10**6), unique=True), st.randoms())
def test_the_same_catalog_gives_the_same_bytes(ids: list[int], chance: Any) -> None:
    other = list(ids)
    chance.shuffle(other)
    made = (
        catalog(archived=frozenset(order), refreshed=dict.fromkeys(order, NOW))
        for order in (ids, other)
    )
    assert len(set(map(snapshot.pack, made))) == 1


def test_the_form_of_the_cache_is_that_of_the_file() -> None:
    assert facts_of(decode(SOUND)) == facts_of(catalog())


# What is refused


@given(at=st.integers(0, len(SOUND) - 1), flip=st.integers(1, 255))
def test_one_changed_byte_anywhere_is_noticed(at: int, flip: int) -> None:
    changed = bytearray(SOUND)
    changed[at] ^= flip
    with pytest.raises(DamagedCatalog):
        take(bytes(changed))


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(blob: bytes) -> None:
    for hostile in (blob, b"pkgtui catalog\n" + blob, with_contents(blob)):
        with pytest.raises(DamagedCatalog):
            take(hostile)


@pytest.mark.parametrize(
    ("blob", "words"),
    [
        (b"", "not a snapshot of pkgtui"),
        (b"<html>Welcome to our hotel</html>", "not a snapshot of pkgtui"),
        (b"pkgtui changes 1\n", "not a snapshot of pkgtui"),
        (SOUND[:-1], "does not match its checksum"),
        (SOUND + b"\n", "does not match its checksum"),
        (of_generation(site_url="https://other.example"), "mirrors https://other.example, not"),
        (of_generation(sample=True), "built-in sample"),
        (of_generation(complete=False), "only a part"),
        (of_generation(synced_at=NOW + timedelta(days=2)), "dated 2026-02-18, which is yet to"),
    ],
)
def test_what_is_no_snapshot_for_this_cache_is_told(blob: bytes, words: str) -> None:
    with pytest.raises(StoreError, match=words):
        take(blob)


@pytest.mark.parametrize(("schema", "writer"), [(SCHEMA + 1, "a newer"), (SCHEMA - 1, "an older")])
def test_another_form_is_told_from_damage(schema: int, writer: str) -> None:
    with pytest.raises(OtherSchema, match=f"{writer} pkgtui"):
        take(with_contents(PACKED, schema=schema))


def test_a_clock_that_is_a_little_behind_is_forgiven() -> None:
    assert take(of_generation(synced_at=NOW + timedelta(hours=23))).packages


SPOILT = {
    "steering": PACKED.replace(b"Sends mail", b"\\u001b[2J", 1),
    "invisible": PACKED.replace(b"Sends mail", "a\u202eb\u200b".encode(), 1),
    "an unknown part": PACKED[:-1] + b',"more":[[[]]]}',
    "a part twice": PACKED[:-1] + b',"archived":null}',
    "a blank": PACKED[:-1] + b" }",
    "a longer row": PACKED.replace(b'"ada,renovate[bot]",0]', b'"ada",0,{"a":[1]}]', 1),
    "a name over its bound": PACKED.replace(b"Package 3", b"x" * 301, 1),
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "a deep part": PACKED[:-1] + b',"more":' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    "no object": b"[]",
    "not UTF-8": PACKED.replace(b"Sends mail", b"\xff\xfe", 1),
    "a huge number": PACKED.replace(b'"archived":[1]', b'"archived":[1' + b"0" * 5_000 + b"]"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_contents_that_pkgtui_would_not_have_written_are_refused(name: str) -> None:
    assert SPOILT[name] != PACKED
    with pytest.raises(DamagedCatalog, match="cannot be read"):
        take(with_contents(SPOILT[name]))


def test_text_that_only_looks_suspicious_is_taken() -> None:
    odd = catalog(package(1, repo_description='C:\\f "quoted" \\u001b \U0001f600'))
    assert facts_of(take(snapshot.pack(odd))) == facts_of(odd)


@pytest.mark.parametrize("counts", [{"packages": 10**9}, {"grids": 0}, {"categories": -1}])
def test_counts_that_lie_are_refused(counts: dict[str, int]) -> None:
    with pytest.raises(DamagedCatalog, match="as many entries as it says"):
        take(with_contents(PACKED, **counts))


def test_a_bomb_is_never_unpacked() -> None:
    bomb = packing.pack(bytes(64 * 2**20))
    with pytest.raises(DamagedCatalog, match="unpacks to more"):
        take(sealed(HEADER, bomb))


def test_what_nobody_could_take_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "MOST_BYTES", len(SOUND) - 1)
    with pytest.raises(SnapshotRefused, match="larger than a snapshot may be"):
        snapshot.pack(catalog())


# The file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "catalog.pkgtui"


def write(file: Path, blob: bytes = SOUND, *, over_anything: bool = False) -> None:
    snapshot.write_file(blob, file, over_anything=over_anything)
    assert [one.name for one in file.parent.iterdir() if one.name.startswith(".")] == []


def test_what_is_written_is_read(file: Path) -> None:
    write(file)
    assert snapshot.read_file(file) == SOUND
    write(file, of_generation(refused=3))
    assert take(snapshot.read_file(file)).generation.refused == 3


def test_only_a_snapshot_is_replaced_unless_it_is_wanted(file: Path) -> None:
    file.write_bytes(b"my thesis")
    with pytest.raises(SnapshotRefused, match="is not a snapshot; --force replaces it"):
        write(file)
    assert file.read_bytes() == b"my thesis"
    write(file, over_anything=True)
    assert file.read_bytes() == SOUND


@POSIX
def test_a_file_that_is_replaced_passes_on_its_rights_and_a_link_stays(file: Path) -> None:
    write(file)
    file.chmod(0o640)
    link = file.with_name("link")
    link.symlink_to(file)
    write(link, of_generation(refused=3))
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert read_header(file.read_bytes()).generation.refused == 3


@POSIX
def test_what_is_no_file_is_neither_read_nor_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place, words in (
        (tmp_path, "a folder"),
        (pipe, "not a file"),
        (Path("/dev/zero"), "not a"),
    ):
        began = time.monotonic()
        with pytest.raises(DamagedCatalog, match=words):
            snapshot.read_file(place)
        with pytest.raises(SnapshotRefused, match="is not a file"):
            snapshot.write_file(SOUND, place, over_anything=True)
        assert time.monotonic() - began < 20  # A pipe nobody writes to never answers.
    with pytest.raises(NoSnapshot):
        snapshot.read_file(tmp_path / "nothing")
    with pytest.raises(DamagedCatalog, match="cannot be read"):
        snapshot.read_file(Path("a\0b"))


def test_a_file_larger_than_any_snapshot_is_not_read_to_its_end(file: Path) -> None:
    with file.open("wb") as sparse:
        sparse.truncate(2**40)
    with pytest.raises(DamagedCatalog, match="larger than any"):
        snapshot.read_file(file)


WRITES = """
import resource, sys
from pathlib import Path
from pkgtui.store.snapshot import write_file
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_file(bytes(100_000), Path(sys.argv[1]), over_anything=True)
except OSError as error:
    print(error.strerror)
"""


@POSIX
def test_without_room_the_old_file_stays_and_nothing_beside_it(file: Path) -> None:
    write(file)
    done = subprocess.run(
        [sys.executable, "-c", WRITES, str(file)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "File too large\n"
    assert file.read_bytes() == SOUND
    assert list(file.parent.iterdir()) == [file]


KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from pkgtui.store.snapshot import write_file
file, chance = Path(sys.argv[1]), random.Random(7)
states = [bytes([65 + at]) * 300_000 for at in range(2)]
write_file(states[0], file, over_anything=True)
for _ in range(30):
    writer = os.fork()
    if not writer:
        while True:
            for state in states:
                write_file(state, file, over_anything=True)
    time.sleep(chance.random() / 50)
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    assert file.read_bytes() in states
"""


@POSIX
def test_a_program_killed_while_writing_leaves_a_whole_file(file: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(file)], check=True)


@POSIX
def test_a_file_without_rights_is_told(file: Path) -> None:
    write(file)
    script = (
        "import sys; from pathlib import Path; from pkgtui.store.snapshot import read_file\n"
        "try:\n    read_file(Path(sys.argv[1]))\nexcept Exception as error:\n    print(error)"
    )
    with rights(file, 0):
        command = [*unprivileged(), sys.executable, "-c", script, str(file)]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert told == "It cannot be read: Permission denied\n"
