"""How bash, zsh and fish ask for completions, and how they are answered.

click's own scripts lose what follows a colon in bash and a comma in fish, and quote nothing;
filters have all of these.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import ClassVar

import msgspec
from click.shell_completion import (
    CompletionItem,
    ShellComplete,
    add_completion_class,
    split_arg_string,
)

_BASH = """\
# Completion of pkgtui for bash 4.4 and newer.
%(complete_func)s() {
    local response line
    response=$(env COMP_LINE="${COMP_LINE:0:COMP_POINT}" COMP_WORDBREAKS="$COMP_WORDBREAKS" \\
        %(complete_var)s=bash_complete "$1" 2>/dev/null)
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            file) compopt -o default ;;
            dir) compopt -o dirnames ;;
            open,*) compopt -o nospace; COMPREPLY+=("${line#open,}") ;;
            plain,*) COMPREPLY+=("${line#plain,}") ;;
        esac
    done <<< "$response"
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""
_ZSH = """\
#compdef %(prog_name)s
# Completion of pkgtui for zsh.
%(complete_func)s() {
    local -a words_alone words_told response
    local type key told
    (( $+commands[%(prog_name)s] )) || return 1
    response=("${(@f)$(env COMP_WORDS="${words[1,CURRENT]}" COMP_CWORD=$((CURRENT - 1)) \\
        %(complete_var)s=zsh_complete %(prog_name)s 2>/dev/null)}")
    for type key told in ${response}; do
        case $type in
            file) _files ;;
            dir) _files -/ ;;
            plain) words_alone+=("$key") ;;
            told) words_told+=("${key//:/\\\\:}:$told") ;;
        esac
    done
    (( $#words_told )) && _describe -V unsorted words_told -U
    (( $#words_alone )) && compadd -U -V unsorted -a words_alone
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""
_FISH = """\
# Completion of pkgtui for fish.
function %(complete_func)s
    set -l response (env COMP_LINE=(commandline -cp | string collect) \\
        %(complete_var)s=fish_complete %(prog_name)s 2>/dev/null)
    for line in $response
        set -l parts (string split -m 1 , -- $line)
        switch $parts[1]
            case file
                __fish_complete_path (commandline -ct)
            case dir
                __fish_complete_directories (commandline -ct)
            case plain
                echo $parts[2]
        end
    end
end
complete --no-files --keep-order --command %(prog_name)s --arguments "(%(complete_func)s)"
"""

_ASSIGNMENT = re.compile(r"\w+=")
_SPECIAL = re.compile(r"[^\w@%+=:,./-]")
_SPECIAL_IN_DOUBLE = re.compile(r'["$`\\]')


class Typed(msgspec.Struct, frozen=True):
    """A command line up to the cursor, as the shell would take it apart.

    Attributes:
        words: Those that are complete, without quotes; the program's own first.
        begun: The one at the cursor, without quotes.
        quote: The quote that is open at the cursor; empty for none.
        kept: What of the word the shell leaves as it is: it puts answers behind that.
    """

    words: list[str]
    begun: str
    quote: str
    kept: str


def read_line(line: str, breaks: str = "") -> Typed:
    """Take `line` apart; at each of the signs `breaks`, outside of quotes, an answer may begin."""
    start = cut = before = 0
    quote = ""
    is_escaped = False
    for at, sign in enumerate(line):
        if is_escaped:
            is_escaped = False
        elif sign == "\\" and quote != "'":
            is_escaped = True
        elif quote:
            if sign == quote:
                quote, cut = "", before
        elif sign in "'\"":
            quote, before, cut = sign, cut, at + 1
        elif sign.isspace():
            start = cut = at + 1
        elif sign in breaks:
            cut = at + 1
    words = split_arg_string(line[:start])
    while words and _ASSIGNMENT.match(words[0]):
        del words[0]
    return Typed(words, _unquoted(line[start:]), quote, _unquoted(line[start:cut]))


def _unquoted(piece: str) -> str:
    return "".join(split_arg_string(piece))


class Bash(ShellComplete):
    """Answers with what is to stand behind the last colon, quoted as what was begun."""

    name: ClassVar[str] = "bash"
    source_template: ClassVar[str] = _BASH
    _typed = Typed([], "", "", "")

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the arguments before the cursor, and the one at it."""
        breaks = "".join(set(os.environ.get("COMP_WORDBREAKS", "")) & set(":="))
        self._typed = read_line(os.environ.get("COMP_LINE", ""), breaks)
        return self._typed.words[1:], self._typed.begun

    def format_completion(self, item: CompletionItem) -> str:
        """Return a line of the answer."""
        if item.type != "plain":
            return str(item.type)
        kind = "open" if item.value.endswith(":") else "plain"
        return f"{kind},{self._quoted(item.value.removeprefix(self._typed.kept))}"

    def _quoted(self, text: str) -> str:
        if self._typed.quote == "'":
            return text.replace("'", "'\\''")
        special = _SPECIAL_IN_DOUBLE if self._typed.quote else _SPECIAL
        return special.sub(r"\\\g<0>", text)


class Zsh(ShellComplete):
    """Answers with words and what they mean; zsh quotes them itself."""

    name: ClassVar[str] = "zsh"
    source_template: ClassVar[str] = _ZSH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the arguments before the cursor, and the one at it."""
        words = split_arg_string(os.environ.get("COMP_WORDS", ""))
        at = int(os.environ.get("COMP_CWORD", "0"))
        return words[1:at], "".join(words[at : at + 1])

    def format_completion(self, item: CompletionItem) -> str:
        """Return three lines of the answer."""
        if item.type != "plain":
            return f"{item.type}\n_\n_"
        return f"told\n{item.value}\n{item.help}" if item.help else f"plain\n{item.value}\n_"


class Fish(ShellComplete):
    """Answers with words and what they mean; fish quotes them itself."""

    name: ClassVar[str] = "fish"
    source_template: ClassVar[str] = _FISH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the arguments before the cursor, and the one at it."""
        typed = read_line(os.environ.get("COMP_LINE", ""))
        return typed.words[1:], typed.begun

    def format_completion(self, item: CompletionItem) -> str:
        """Return a line of the answer."""
        if item.type != "plain":
            return str(item.type)
        return f"plain,{item.value}\t{item.help}" if item.help else f"plain,{item.value}"


SHELLS: Mapping[str, type[ShellComplete]] = {one.name: one for one in (Bash, Zsh, Fish)}
for _shell in SHELLS.values():
    add_completion_class(_shell)
