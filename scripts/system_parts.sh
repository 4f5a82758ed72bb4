#!/bin/sh
# The parts of the tests that pip cannot bring: PostgreSQL's server, the browser chromium, and fonts
# for the residents' languages, without which their pages are tried as rows of empty boxes.
# Chromium without windows shows the same pages with a third less work, so it is preferred.
# Installs what is missing where apt-get may be used; elsewhere says which tests are left out.
set -u

have_postgresql() {
    command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}

have_headless_shell() {
    command -v chromium-headless-shell >/dev/null
}

have_chromium() {
    have_headless_shell || command -v chromium >/dev/null
}

# Not every distribution has it; chromium does as well
headless_shell_lacks() {
    ! have_headless_shell && apt-cache show chromium-headless-shell >/dev/null 2>&1
}

# Tamil and Tigrinya: what has both has the others' scripts, too
have_fonts() {
    [ -n "$(fc-list :lang=ta 2>/dev/null)" ] && [ -n "$(fc-list :lang=ti 2>/dev/null)" ]
}

missing() {
    have_postgresql || printf 'postgresql '
    have_chromium || printf 'chromium '
    have_fonts || printf 'fontconfig fonts-noto-core '
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null && as_root true 2>/dev/null
}

install() {
    echo "Installing for the tests: $*"
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}

install_missing() {
    as_root apt-get update -qq </dev/null
    if headless_shell_lacks; then
        install chromium-headless-shell || echo "chromium-headless-shell could not be installed" >&2
    fi
    for part in $(missing); do
        install "$part" || echo "apt-get could not install: $part" >&2
    done
}

if may_install && { [ -n "$(missing)" ] || headless_shell_lacks; }; then
    install_missing
fi

wanted=$(missing)
if [ -n "$wanted" ]; then
    cat >&2 <<MESSAGE
****************************************************************************
 Not on this machine: $wanted
 Without postgresql the tests run on SQLite only; without chromium no page
 is tried in a browser. These tests are SKIPPED. Without the fonts pages in
 Tamil and Tigrinya are tried, but nobody could read them. To have it all:
     apt install $wanted
****************************************************************************
MESSAGE
fi
