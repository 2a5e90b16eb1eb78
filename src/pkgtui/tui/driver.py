"""Textual's terminal, given back in every way in which a program can end or pause."""

from __future__ import annotations

import os
import select
import signal
import termios
import threading
import time
from contextlib import suppress
from typing import Any

from textual import events
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from pkgtui.ending import ENDING, SIGNALS, status_for
from pkgtui.plain import limited, repertoire

STOPPED_AFTER = 0.05
"""Seconds within which a stop that was asked for comes into force."""
FROZEN_AFTER = 3.0
"""Seconds without an answer after which Ctrl+C ends a program that hangs."""
_SCREEN = 2
"""Textual paints on standard error."""
_MOUSE_PIXELS_OFF = "\x1b[?1016l"
_LAST_WORDS = (
    b"\x1b[?2026l"  # an unfinished frame
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"  # the mouse
    b"\x1b[?2004l\x1b[?2048l\x1b[?7h\x1b[<u"  # paste, size reports, line wrap, keys
    b"\x1b[?1049l\x1b[?25h\x1b[?1004l\x1b[0m"  # screen, cursor, focus, colours
)


class TerminalDriver(LinuxDriver):
    """Ends with the terminal, pauses as a shell expects, and restores what it changed."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._is_on = False
        self._repertoire = repertoire(os.environ)
        ENDING.ask = self._ask_app
        ENDING.restore = self._give_back_at_last
        for number in SIGNALS:
            # Under nohup, or in the background of a script, some are not for this program.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, lambda number, _: ENDING.demand(status_for(number)))
        threading.Thread(target=self._watch_line, name="line", daemon=True).start()

    # -- the end ---------------------------------------------------------------------------

    def stop_application_mode(self) -> None:
        """Give the terminal back for good; what still hangs is not waited for."""
        ENDING.begin(self._app.return_code or 0)
        if self._is_on:
            self._give_back()

    def _ask_app(self, status: int) -> None:
        with suppress(RuntimeError):  # There is no loop any more: the end has come.
            self._loop.call_soon_threadsafe(lambda: self._app.exit(return_code=status))

    def _watch_line(self) -> None:
        """End with the terminal, also where no signal tells of it and reads return nothing."""
        line = select.poll()
        line.register(self.fileno, 0)
        if any(event & (select.POLLHUP | select.POLLERR) for _, event in line.poll()):
            ENDING.demand(status_for(signal.SIGHUP))

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except OSError:
            ENDING.demand(status_for(signal.SIGHUP))
        except Exception as error:  # noqa: BLE001 - it ends the program as any other does
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)  # noqa: SLF001 - Textual's way to tell of one

    def process_message(self, message: Message) -> None:
        """Take what came from the terminal; called in a thread of its own."""
        if isinstance(message, events.Key) and message.key == "ctrl+c":
            self._expect_answer()
        super().process_message(message)

    def _expect_answer(self) -> None:
        answered = threading.Event()
        self._loop.call_soon_threadsafe(answered.set)

        def wait() -> None:
            if not answered.wait(FROZEN_AFTER):
                ENDING.demand(status_for(signal.SIGINT))

        threading.Thread(target=wait, name="answer", daemon=True).start()

    # -- pauses ----------------------------------------------------------------------------

    def _sigtstp_application(self, *_: object) -> None:
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._pause)

    def _sigcont_application(self, *_: object) -> None:
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._go_on)

    def _pause(self) -> None:
        """Stop with the whole job, as the terminal itself would have it.

        The kernel lets that be where no shell could bring the program back.
        """
        if ENDING.status is not None or not self._is_on:
            return
        self.suspend_application_mode()
        for number in (signal.SIGTSTP, signal.SIGCONT):
            signal.signal(number, signal.SIG_DFL)
        os.kill(0, signal.SIGTSTP)
        # Another thread may have taken the signal, and this one goes on until that has seen to it.
        time.sleep(STOPPED_AFTER)
        signal.signal(signal.SIGTSTP, self._sigtstp_application)
        signal.signal(signal.SIGCONT, self._sigcont_application)
        self._go_on()

    def _go_on(self) -> None:
        """Take the terminal again and paint everything."""
        if ENDING.status is not None:
            return
        if self._is_on:
            # It was stopped without notice: the terminal may be in anyone's state.
            self.suspend_application_mode()
        self.resume_application_mode()
        self._app.refresh(layout=True)

    # -- the terminal's modes --------------------------------------------------------------

    def start_application_mode(self) -> None:
        """Take the terminal; in the background that is put off until a shell gives it back."""
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's own
        self._is_on = self._can_write
        # Textual reads the size in the handler, where a newer signal interrupts an older one that
        # has read it and not told it yet: the older size would be told last, and stay.
        signal.signal(signal.SIGWINCH, self._sigwinch)

    def _sigwinch(self, *_: object) -> None:
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._tell_size)

    def _tell_size(self) -> None:
        if self._is_on and not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))

    def suspend_application_mode(self) -> None:
        """Give the terminal back for a while."""
        self._give_back()

    def disable_input(self) -> None:
        """Read no more, unless that is so already: then the terminal may be another's."""
        if self._is_on:
            super().disable_input()

    def write(self, data: str) -> None:
        """Send `data` if anyone takes it: a terminal that is gone would block for ever."""
        if self._can_write:
            super().write(limited(data, self._repertoire) if self._repertoire else data)

    @property
    def _can_write(self) -> bool:
        return self._writer_thread is not None and self._writer_thread.is_alive()

    def _give_back(self) -> None:
        super().stop_application_mode()
        if self._mouse_pixels:
            self.write(_MOUSE_PIXELS_OFF)
        self.close()
        self._is_on = False

    def _give_back_at_last(self) -> None:
        """Restore the terminal past everything that may hang."""
        if not self._is_on:
            return
        with suppress(OSError, termios.error):
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            # A terminal that takes nothing, stopped by Ctrl+S, must not keep the program.
            if select.select([], [_SCREEN], [], 0)[1]:
                os.write(_SCREEN, _LAST_WORDS)
