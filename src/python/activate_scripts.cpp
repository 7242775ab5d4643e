// SPDX-License-Identifier: MIT
#include "python/activate_scripts.hpp"

#include "base/text.hpp"

namespace axle {
namespace {

std::string single_quoted_sh(const std::string& text) {
  return "'" + replace_all(text, "'", "'\\''") + "'";
}
/// A line feed ends a quoted text there unless a backslash stands before it.
std::string single_quoted_csh(const std::string& text) {
  const std::string quoted = replace_all(replace_all(text, "'", "'\\''"), "!", "\\!");
  return "'" + replace_all(quoted, "\n", "\\\n") + "'";
}
std::string single_quoted_fish(const std::string& text) {
  return "'" + replace_all(replace_all(text, "\\", "\\\\"), "'", "\\'") + "'";
}
/// PowerShell takes the typographic quotes (U+2018 to U+201B) for the plain one.
std::string single_quoted_powershell(const std::string& text) {
  std::string quoted = replace_all(text, "'", "''");
  for (const char* quote : {"\u2018", "\u2019", "\u201a", "\u201b"})
    quoted = replace_all(quoted, quote, std::string(quote) + quote);
  return "'" + quoted + "'";
}
std::string double_quoted_python(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      out += c == '\n' ? "\\n" : "\\r";
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}
/// What stands between quotes in a batch file: there is no way to write a quote or a line end.
std::string quotable_batch(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '%') out += '%';
    if (static_cast<unsigned char>(c) >= ' ') out += c == '"' ? '\'' : c;
  }
  return out;
}

/// Puts the values in, in one pass: a value that looks like a place is text.
std::string fill(std::string_view script, const std::string& environment,
                 const std::string& prompt) {
  constexpr std::string_view environment_place = "@ENVIRONMENT@", prompt_place = "@PROMPT@";
  std::string filled;
  while (!script.empty()) {
    if (script.starts_with(environment_place)) {
      filled += environment;
      script.remove_prefix(environment_place.size());
    } else if (script.starts_with(prompt_place)) {
      filled += prompt;
      script.remove_prefix(prompt_place.size());
    } else {
      filled += script.front();
      script.remove_prefix(1);
    }
  }
  return filled;
}

constexpr std::string_view posix =
    R"sh(# Source this file: `. bin/activate` (sh, bash, dash, ksh, zsh).

deactivate () {
    if [ "${_AXLE_OLD_PATH+set}" = set ]; then
        PATH="$_AXLE_OLD_PATH"
        export PATH
        unset _AXLE_OLD_PATH
    fi
    if [ "${_AXLE_OLD_PYTHONHOME+set}" = set ]; then
        PYTHONHOME="$_AXLE_OLD_PYTHONHOME"
        export PYTHONHOME
        unset _AXLE_OLD_PYTHONHOME
    fi
    if [ "${_AXLE_OLD_PS1+set}" = set ]; then
        PS1="$_AXLE_OLD_PS1"
        export PS1
        unset _AXLE_OLD_PS1
    fi
    unset VIRTUAL_ENV VIRTUAL_ENV_PROMPT _AXLE_SHOWN
    hash -r 2>/dev/null || :
    [ "${1:-}" = nondestructive ] || unset -f deactivate
}

# An environment that is active now is left first.
deactivate nondestructive

VIRTUAL_ENV=@ENVIRONMENT@
VIRTUAL_ENV_PROMPT=@PROMPT@
export VIRTUAL_ENV VIRTUAL_ENV_PROMPT

_AXLE_OLD_PATH="$PATH"
PATH="$VIRTUAL_ENV/bin:$PATH"
export PATH

if [ "${PYTHONHOME+set}" = set ]; then
    _AXLE_OLD_PYTHONHOME="$PYTHONHOME"
    unset PYTHONHOME
fi

if [ -z "${VIRTUAL_ENV_DISABLE_PROMPT:-}" ]; then
    _AXLE_OLD_PS1="${PS1-}"
    case "$VIRTUAL_ENV_PROMPT" in
    *[!A-Za-z0-9._+/\ -]*)
        # Shells read the text of a prompt again: only the variable's name stands in it.
        if [ -n "${ZSH_VERSION:-}" ]; then
            eval '_AXLE_SHOWN="${VIRTUAL_ENV_PROMPT//\%/%%}"
            if [[ -o promptsubst ]]; then
                PS1="(\${_AXLE_SHOWN}) ${PS1-}"
            else
                PS1="(${_AXLE_SHOWN//[\$\`]/}) ${PS1-}"
            fi'
        else
            PS1='(${VIRTUAL_ENV_PROMPT}) '"${PS1-}"
        fi
        ;;
    *)
        PS1="($VIRTUAL_ENV_PROMPT) ${PS1-}"
        ;;
    esac
    export PS1
fi

hash -r 2>/dev/null || :
)sh";

constexpr std::string_view csh = R"csh(# Source this file: `source bin/activate.csh` (csh, tcsh).
alias deactivate 'test $?_AXLE_OLD_PATH != 0 && setenv PATH "$_AXLE_OLD_PATH:q" && unset _AXLE_OLD_PATH; rehash; test $?_AXLE_OLD_PROMPT != 0 && set prompt="$_AXLE_OLD_PROMPT:q" && unset _AXLE_OLD_PROMPT; unsetenv VIRTUAL_ENV; unsetenv VIRTUAL_ENV_PROMPT; test "\!:*" != nondestructive && unalias deactivate'
deactivate nondestructive
setenv VIRTUAL_ENV @ENVIRONMENT@
setenv VIRTUAL_ENV_PROMPT @PROMPT@
set _AXLE_OLD_PATH="$PATH:q"
setenv PATH "$VIRTUAL_ENV:q/bin:$PATH:q"
if ( ! $?VIRTUAL_ENV_DISABLE_PROMPT ) then
    if ( $?prompt ) then
        set _AXLE_OLD_PROMPT="$prompt:q"
        set prompt="($VIRTUAL_ENV_PROMPT:q) $prompt:q"
    endif
endif
rehash
)csh";

constexpr std::string_view fish = R"fish(# Source this file: `source bin/activate.fish`.
function deactivate -d 'Leave the virtual environment'
    if set -q _AXLE_OLD_PATH
        set -gx PATH $_AXLE_OLD_PATH
        set -e _AXLE_OLD_PATH
    end
    if set -q _AXLE_OLD_PYTHONHOME
        set -gx PYTHONHOME $_AXLE_OLD_PYTHONHOME
        set -e _AXLE_OLD_PYTHONHOME
    end
    if functions -q _axle_old_fish_prompt
        functions -e fish_prompt
        functions -c _axle_old_fish_prompt fish_prompt
        functions -e _axle_old_fish_prompt
    end
    set -e VIRTUAL_ENV
    set -e VIRTUAL_ENV_PROMPT
    if test "$argv[1]" != nondestructive
        functions -e deactivate
    end
end
deactivate nondestructive

set -gx VIRTUAL_ENV @ENVIRONMENT@
set -gx VIRTUAL_ENV_PROMPT @PROMPT@
set -gx _AXLE_OLD_PATH $PATH
set -gx PATH "$VIRTUAL_ENV/bin" $PATH
if set -q PYTHONHOME
    set -gx _AXLE_OLD_PYTHONHOME $PYTHONHOME
    set -e PYTHONHOME
end
if test -z "$VIRTUAL_ENV_DISABLE_PROMPT"; and functions -q fish_prompt
    functions -c fish_prompt _axle_old_fish_prompt
    function fish_prompt
        printf '(%s) ' $VIRTUAL_ENV_PROMPT
        _axle_old_fish_prompt
    end
end
)fish";

constexpr std::string_view nu =
    R"nu(# Use this file as an overlay: `overlay use bin/activate.nu`; leave it with `deactivate`.
export-env {
    let environment = @ENVIRONMENT@
    let prompt = @PROMPT@
    $env.VIRTUAL_ENV = $environment
    $env.VIRTUAL_ENV_PROMPT = $prompt
    $env.PATH = ($env.PATH | prepend ($environment | path join "bin"))
}
export alias deactivate = overlay hide activate
)nu";

constexpr std::string_view xonsh = R"xsh(# Source this file: `source bin/activate.xsh`.
def _axle_activate(environment, prompt):
    import builtins
    env = builtins.__xonsh__.env
    env["VIRTUAL_ENV"] = environment
    env["VIRTUAL_ENV_PROMPT"] = prompt
    env["PATH"].insert(0, environment + "/bin")
    env.pop("PYTHONHOME", None)

_axle_activate(@ENVIRONMENT@, @PROMPT@)
del _axle_activate
)xsh";

constexpr std::string_view powershell = R"ps1(# Dot-source this file: `. bin/activate.ps1`.
function global:deactivate([switch] $NonDestructive) {
    if (Test-Path variable:global:_AXLE_OLD_PATH) {
        $env:PATH = $global:_AXLE_OLD_PATH
        Remove-Variable _AXLE_OLD_PATH -Scope global
    }
    if (Test-Path function:global:_axle_old_prompt) {
        $function:prompt = $function:_axle_old_prompt
        Remove-Item function:global:_axle_old_prompt
    }
    Remove-Item env:VIRTUAL_ENV, env:VIRTUAL_ENV_PROMPT -ErrorAction SilentlyContinue
    if (-not $NonDestructive) { Remove-Item function:deactivate }
}
deactivate -NonDestructive

$env:VIRTUAL_ENV = @ENVIRONMENT@
$env:VIRTUAL_ENV_PROMPT = @PROMPT@
$global:_AXLE_OLD_PATH = $env:PATH
$env:PATH = (Join-Path $env:VIRTUAL_ENV "bin") + [System.IO.Path]::PathSeparator + $env:PATH
if (-not $env:VIRTUAL_ENV_DISABLE_PROMPT) {
    function global:_axle_old_prompt { "" }
    $function:_axle_old_prompt = $function:prompt
    function global:prompt { "($env:VIRTUAL_ENV_PROMPT) " + (_axle_old_prompt) }
}
)ps1";

constexpr std::string_view batch = R"bat(@rem Run this file from cmd: bin\activate.bat
@if defined _AXLE_OLD_PATH set "PATH=%_AXLE_OLD_PATH%"
@set "VIRTUAL_ENV=@ENVIRONMENT@"
@set "VIRTUAL_ENV_PROMPT=@PROMPT@"
@set "_AXLE_OLD_PATH=%PATH%"
@set "PATH=%VIRTUAL_ENV%\bin;%PATH%"
)bat";

constexpr std::string_view deactivate_batch =
    R"bat(@if defined _AXLE_OLD_PATH set "PATH=%_AXLE_OLD_PATH%"
@set _AXLE_OLD_PATH=
@set VIRTUAL_ENV=
@set VIRTUAL_ENV_PROMPT=
)bat";

constexpr std::string_view activate_this =
    R"py("""Activates this environment in a running interpreter: runpy.run_path(".../bin/activate_this.py")."""
import os
import site
import sys

_bin = os.path.dirname(os.path.abspath(__file__))
_environment = os.path.dirname(_bin)
os.environ["PATH"] = os.pathsep.join([_bin, *os.environ.get("PATH", "").split(os.pathsep)])
os.environ["VIRTUAL_ENV"] = _environment
os.environ["VIRTUAL_ENV_PROMPT"] = @PROMPT@
_before = len(sys.path)
site.addsitedir(os.path.join(_environment, "lib", "python%d.%d" % sys.version_info[:2], "site-packages"))
sys.path[:] = sys.path[_before:] + sys.path[:_before]
sys.real_prefix = sys.prefix
sys.prefix = _environment
)py";

/// A relocatable POSIX script works out where it lies; other shells cannot do so reliably and keep
/// the path.
constexpr std::string_view posix_own_place =
    R"sh("$(CDPATH= cd -- "$(dirname -- "${BASH_SOURCE:-${(%):-%x}}")/.." > /dev/null && pwd)")sh";

}  // namespace

std::vector<ActivateScript> activate_scripts(const std::filesystem::path& environment,
                                             const std::string& prompt, bool relocatable) {
  const std::string path = environment.string();
  const std::string place = relocatable ? std::string(posix_own_place) : single_quoted_sh(path);
  return {
      {"activate", fill(posix, place, single_quoted_sh(prompt))},
      {"activate.csh", fill(csh, single_quoted_csh(path), single_quoted_csh(prompt))},
      {"activate.fish", fill(fish, single_quoted_fish(path), single_quoted_fish(prompt))},
      {"activate.nu", fill(nu, double_quoted_python(path), double_quoted_python(prompt))},
      {"activate.xsh", fill(xonsh, double_quoted_python(path), double_quoted_python(prompt))},
      {"activate.ps1",
       fill(powershell, single_quoted_powershell(path), single_quoted_powershell(prompt))},
      {"activate.bat", fill(batch, quotable_batch(path), quotable_batch(prompt))},
      {"deactivate.bat", std::string(deactivate_batch)},
      {"activate_this.py", fill(activate_this, path, double_quoted_python(prompt))},
  };
}

}  // namespace axle
