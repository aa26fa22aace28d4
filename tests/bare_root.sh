#!/bin/sh
# README's two commands on a machine with nothing: a fresh Debian root with python3,
# python3-venv and make, no fonts, no compiler; in it a clone of what is committed here.
# Prints the times, from the clone to the printed matrix. Skipped in plain words where it
# may not be made (Linux, root, mmdebstrap, unshare).
#
#   sh tests/bare_root.sh demo     make demo alone
#   sh tests/bare_root.sh          make demo, then make test; to narrow it, e.g.
#     PYTEST_ADDOPTS="--cov-fail-under=0 tests/demo" sh tests/bare_root.sh
#
# Packages come the way this machine gets its own: its apt sources, its settings of pip
# and of proxies, and the local folders and certificates that those name.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
what=${1:-both}

if [ "${2:-}" = inside ]; then # in the namespace: mount, then enter the root
  root=$3
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  for path in $(cat "$root/tmp/named"); do
    if [ -d "$path" ]; then mkdir -p "$root$path"
    elif [ ! -e "$root$path" ]; then
      mkdir -p "$root$(dirname "$path")"
      : > "$root$path"
    fi
    mount --bind "$path" "$root$path"
    mount -o remount,bind,ro "$root$path"
  done
  exec chroot "$root" sh /tmp/mailbot/tests/bare_root.sh "$what" here
fi

now() { date +%s; }

if [ "${2:-}" = here ]; then # in the root itself
  export HOME=/root LANG=C.UTF-8
  cd /tmp/mailbot
  begun=$(now)
  make --silent .venv/.installed
  installed=$(now)
  echo "bare root: installed in $((installed - begun)) s"
  make --silent demo
  echo "bare root: demo played in $(($(now) - installed)) s; from clone to matrix $(($(now) - begun)) s"
  [ "$what" = demo ] && exit 0
  begun=$(now)
  make --silent test
  echo "bare root: make test in $(($(now) - begun)) s"
  exit 0
fi

skip() { echo "bare root: skipped, $1"; exit 0; }
[ "$(uname)" = Linux ] || skip "it needs Linux"
[ "$(id -u)" = 0 ] || skip "it needs root"
for tool in mmdebstrap unshare git; do
  command -v "$tool" >/dev/null 2>&1 || skip "$tool is not installed"
done
unshare --mount --pid --fork true 2>/dev/null || skip "no namespaces may be made here"

suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
sources=""
for file in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
  [ -s "$file" ] && { sources=$file; break; }
done
[ -n "$suite" ] && [ -n "$sources" ] || skip "this is no Debian with sources of its own"

folder=$(mktemp -d)
chmod 755 "$folder"
root=$folder/root
trap 'rm -rf --one-file-system "$folder"' EXIT
begun=$(now)
mmdebstrap --quiet --variant=minbase --include=python3,python3-venv,make \
  "$suite" "$root" "$sources"
echo "bare root: $suite made in $(($(now) - begun)) s"

cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
for config in /etc/pip.conf /etc/xdg/pip /root/.config/pip; do
  if [ -e "$config" ]; then
    mkdir -p "$root$(dirname "$config")"
    cp -rL "$config" "$root$config"
  fi
done
# what those settings, or variables of pip and TLS, name on this machine
{ cat /etc/pip.conf /etc/xdg/pip/* /root/.config/pip/* 2>/dev/null || true
  env | grep -E '^(PIP_|SSL_CERT|REQUESTS_CA)' || true; } |
  grep -oE '/[A-Za-z0-9._+/-]+' |
  # a folder of packages given as file:///… has its files beside its index
  sed -E 's,^///(/?[^/]+/[^/]+).*,/\1,; s,^//*,/,' | sort -u |
  while read -r path; do
    case $path in /etc/xdg/pip/*) continue ;; esac
    # an address's host and path are no place here
    [ -e "$path" ] && [ "$path" != / ] && echo "$path"
  done > "$root/tmp/named" || true
begun=$(now)
git clone --quiet "$here" "$root/tmp/mailbot"
echo "bare root: cloned in $(($(now) - begun)) s"
unshare --mount --pid --fork sh "$root/tmp/mailbot/tests/bare_root.sh" "$what" inside "$root"
