#!/bin/sh
# The Debian package on a machine with nothing and without any network: installed, asked
# for its version, the demo played, installed again over itself, removed; what units
# reported stays. Skipped in plain words where it may not be tried.
#
#   make package && sh tests/package.sh dist/*.deb
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)

if [ "${2:-}" = inside ]; then # in the namespaces: mount, then enter the root
  ip link set lo up
  mount -t proc proc "$1/proc"
  mount --rbind /dev "$1/dev"
  exec chroot "$1" sh /tmp/package.sh here here
fi

if [ "${1:-}" = here ]; then # in the root itself
  export HOME=/root LANG=C.UTF-8 MAILBOT_HOME=/srv/mailbot
  unset PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_CERT # of the maker's machine
  dpkg --install /tmp/mailbot.deb >/dev/null
  mailbot --version
  mailbot doctor | head -3 || true
  mailbot demo --keep /tmp/demo | tail -4
  touch /srv/mailbot/state/kept
  dpkg --install /tmp/mailbot.deb >/dev/null
  mailbot status >/dev/null
  dpkg --purge mailbot-office >/dev/null
  test -e /srv/mailbot/state/kept
  test ! -e /opt/mailbot/.venv
  echo "package: installed, played, upgraded and removed; the state stayed"
  exit 0
fi

skip() { echo "package: skipped, $1"; exit 0; }
package=${1:-}
[ -s "$package" ] || skip "name a package: make package && sh tests/package.sh dist/*.deb"
[ "$(uname)" = Linux ] && [ "$(id -u)" = 0 ] || skip "it needs Linux and root"
for tool in mmdebstrap unshare ip; do
  command -v "$tool" >/dev/null 2>&1 || skip "$tool is not installed"
done
unshare --mount --pid --net --fork true 2>/dev/null || skip "no namespaces may be made here"
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
sources=""
for file in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
  [ -s "$file" ] && { sources=$file; break; }
done
[ -n "$suite" ] && [ -n "$sources" ] || skip "this is no Debian with sources of its own"

folder=$(mktemp -d)
chmod 755 "$folder"
trap 'rm -rf --one-file-system "$folder"' EXIT
mmdebstrap --quiet --variant=minbase --include=python3,python3-venv \
  "$suite" "$folder/root" "$sources"
cp "$package" "$folder/root/tmp/mailbot.deb"
cp "$here/tests/package.sh" "$folder/root/tmp/package.sh"
unshare --mount --pid --net --fork sh "$here/tests/package.sh" "$folder/root" inside
