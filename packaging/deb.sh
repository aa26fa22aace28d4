#!/bin/sh
# Makes a Debian package of a wheel and of everything it stands on, to be installed
# without any network: sh packaging/deb.sh PYTHON WHEEL OUT
#
# The package holds wheels; its own environment is made from them on the machine where
# it is installed, so that no path of this machine travels. Wheels fit one version of
# Python, which the package therefore asks for.
set -eu
python=$1 wheel=$2 out=$3
here=$(cd "$(dirname "$0")" && pwd)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

version=$("$python" -c 'import sys; print(sys.argv[1].split("-")[1].replace(".dev", "~dev"))' \
  "$(basename "$wheel")")
minor=$("$python" -c 'import sys; print(sys.version_info.minor)')
architecture=$(dpkg --print-architecture)

mkdir -p "$root/DEBIAN" "$root/opt/mailbot/wheels" "$root/usr/bin" \
  "$root/lib/systemd/system" "$root/usr/share/doc/mailbot-office"
# the lock names a hash for each of them
"$python" -m pip download --quiet --require-hashes --only-binary :all: \
  --requirement "$here/../requirements.txt" --dest "$root/opt/mailbot/wheels"
cp "$here/../requirements.txt" "$root/opt/mailbot/requirements.txt"
cp "$wheel" "$root/opt/mailbot/"
cp "$here/../docs/systemd/mailbot.service" "$root/lib/systemd/system/"
cp "$here/../LICENSE" "$root/usr/share/doc/mailbot-office/copyright"
ln -s /opt/mailbot/.venv/bin/mailbot "$root/usr/bin/mailbot"

cat > "$root/DEBIAN/control" <<CONTROL
Package: mailbot-office
Version: $version
Architecture: $architecture
Maintainer: mailbot developers
Section: mail
Priority: optional
Depends: python3 (>= 3.$minor), python3 (<< 3.$((minor + 1))), python3-venv
Recommends: libarchive13 | libarchive13t64
Description: collects the reports that units mail to one mailbox
 Reads an office's mailbox, files each unit's reports, answers, reminds and sums up.
CONTROL
for script in postinst prerm postrm; do
  install -m 755 "$here/$script" "$root/DEBIAN/$script"
done
chmod -R u=rwX,go=rX "$root/opt" "$root/usr" "$root/lib"
mkdir -p "$out"
dpkg-deb --root-owner-group --build -Zgzip -z1 "$root" \
  "$out/mailbot-office_${version}_$architecture.deb"
