#!/bin/sh
# Plays the demo with every font of the system hidden, and compares where all units stand
# in the end: with the script's own end, and with `both` also with a second performance
# in which the fonts are to be seen. Skipped in plain words where nothing may be hidden
# (Linux, root, unshare).
#
#   sh tests/fontless_demo.sh [both]
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$here/.venv/bin/python}
folders="/usr/share/fonts /usr/local/share/fonts /usr/share/texmf/fonts
  /usr/share/texlive/texmf-dist/fonts /root/.fonts /root/.local/share/fonts"

skip() { echo "fontless demo: skipped, $1"; exit 0; }

if [ "${1:-}" = hidden ]; then # in the namespace: hide, make sure, play
  for place in $folders; do
    [ -d "$place" ] && mount -t tmpfs none "$place"
  done
  for place in $folders; do
    if find "$place" -type f 2>/dev/null | grep -q .; then
      echo "fontless demo: $place is still to be seen" >&2
      exit 1
    fi
  done
  FONTCONFIG_FILE=/dev/null exec "$python" -m mailbot demo --keep "$2"
fi

[ "$(uname)" = Linux ] || skip "it needs Linux"
[ "$(id -u)" = 0 ] || skip "it needs root"
command -v unshare >/dev/null 2>&1 || skip "unshare is not installed"
unshare --mount sh -c 'mount -t tmpfs none /tmp' 2>/dev/null \
  || skip "nothing may be mounted here"

cd "$here"
kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT
unshare --mount sh "$here/tests/fontless_demo.sh" hidden "$kept/hidden" > "$kept/hidden.txt"
if [ "${1:-}" = both ]; then
  "$python" -m mailbot demo --keep "$kept/seen" > "$kept/seen.txt"
  for run in hidden seen; do
    sed -n '/报送情况（/,/^应报/p' "$kept/$run.txt" > "$kept/$run.matrix"
  done
  cmp "$kept/hidden.matrix" "$kept/seen.matrix"
  echo "fontless demo: the printed matrix is equal with fonts and without"
fi
"$python" -m tests.support.matrix "$kept/hidden"
