#!/bin/sh
# See that what the tests need beside Python is there: GNU gettext and Chromium.
# (PostgreSQL comes with the Python packages.) Installs what is missing, if it may.
#
#   scripts/test_services.sh            all of it
#   scripts/test_services.sh gettext    one of them
set -eu

has() {
    command -v "$1" >/dev/null 2>&1
}

has_browser() {
    [ -n "${BROWSER_PATH:-}" ] && return 0
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        has "$name" && return 0
    done
    [ -d "/Applications/Google Chrome.app" ]
}

missing=""
if [ "${1:-gettext}" = gettext ]; then
    has xgettext && has msguniq || missing="gettext"
fi
if [ "${1:-chromium}" = chromium ]; then
    has_browser || missing="$missing chromium"
fi
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" != 0 ]; then
    as_root="sudo -n"
fi
if has apt-get && { [ -z "$as_root" ] || sudo -n true 2>/dev/null; }; then
    echo "Installing$(printf ' %s' $missing) ..."
    log="$(mktemp)"
    if { $as_root apt-get -qq update && $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --yes --no-install-recommends $missing; } >"$log" 2>&1; then
        rm -f "$log"
        exit 0
    fi
    tail -n 20 "$log" >&2
fi

cat >&2 <<END

The tests need: $missing
which is not on this machine, and this user may not install it. Ask for one of
  Debian, Ubuntu:  sudo apt-get install $missing
  Fedora:          sudo dnf install $missing
  macOS:           brew install gettext; brew install --cask google-chrome
A browser elsewhere: BROWSER_PATH=/path/to/chromium make test
END
# Outside CI the rest still runs, and the last lines say what did not.
[ "${CI:-}" != true ]
