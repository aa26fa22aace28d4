#!/bin/sh
# Installs the Debian packages named as arguments, where this user may; says so where not.
set -u
missing=""
for package in "$@"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" \
    || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null 2>&1 || { echo "no apt-get here; tests that need$missing are skipped"; exit 0; }
if [ "$(id -u)" = 0 ]; then as_root=""
elif sudo -n true 2>/dev/null; then as_root="sudo -n"
else echo "may not install packages; tests that need$missing are skipped"; exit 0
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# A server started by its package would hold ports that nobody asked it to hold.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
  $as_root chmod +x "$policy"
  trap '$as_root rm -f "$policy"' EXIT
fi
# shellcheck disable=SC2086  # a list of names
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null \
  || echo "could not install$missing; the tests that need them are skipped"
