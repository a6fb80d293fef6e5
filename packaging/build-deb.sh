#!/usr/bin/env bash
# packaging/build-deb.sh PROGRAM OUTPUT - makes OUTPUT/bondfast_VERSION_ARCH.deb from a published program. Called by ./build.sh deb.
#   PROGRAM  folder that `dotnet publish` filled
set -euo pipefail
program=$(realpath "$1")
output=$(realpath -m "$2")
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=$("$program/bondfast" version | awk '{print $2}')
architecture=$(dpkg --print-architecture)
tree="$output/tree"
rm -rf "$tree"
umask 022
mkdir -p "$tree"/{DEBIAN,usr/bin,usr/lib/bondfast,lib/systemd/system,etc/bondfast} \
	"$tree"/usr/share/{bondfast,man/man5,man/man8,bash-completion/completions,zsh/vendor-completions,lintian/overrides} \
	"$tree"/usr/share/doc/bondfast/examples

cp -r "$program/." "$tree/usr/lib/bondfast/"
# Tracing for LTTng would add a dependency, and crash dumps a program of their own; nothing here uses either.
rm -f "$tree"/usr/lib/bondfast/{libcoreclrtraceptprovider.so,createdump} "$tree"/usr/lib/bondfast/*.pdb
strip --strip-unneeded "$tree"/usr/lib/bondfast/libbondfast_*.so
ln -s ../lib/bondfast/bondfast "$tree/usr/bin/bondfast"

generated="$output/generated"
rm -rf "$generated"
"$program/bondfast" generate-docs "$generated"
gzip -9n <"$generated/bondfast.8" >"$tree/usr/share/man/man8/bondfast.8.gz"
gzip -9n <"$generated/bondfast.toml.5" >"$tree/usr/share/man/man5/bondfast.toml.5.gz"
cp "$generated/bondfast.bash" "$tree/usr/share/bash-completion/completions/bondfast"
cp "$generated/_bondfast" "$tree/usr/share/zsh/vendor-completions/_bondfast"
cp "$generated/bondfast.schema.json" "$tree/usr/share/bondfast/"

cp packaging/bondfast.service "$tree/lib/systemd/system/"
cp packaging/bondfast.toml "$tree/etc/bondfast/"
cp docs/*.md docs/*.svg packaging/copyright "$tree/usr/share/doc/bondfast/"
cp configs/*.toml "$tree/usr/share/doc/bondfast/examples/"
gzip -9n <packaging/changelog >"$tree/usr/share/doc/bondfast/changelog.gz"
cp packaging/lintian-overrides "$tree/usr/share/lintian/overrides/bondfast"

# A runtime that is not in the package must come from elsewhere.
runtime=""
[ -e "$program/libcoreclr.so" ] || runtime=", dotnet-runtime-10.0"
# Names of Debian's packages carry DPDK's ABI, and plugins are what no library depends on by itself.
abi=$(readelf -d "$program/libbondfast_dpdk.so" | sed -n 's/.*\[librte_eal\.so\.\([0-9]*\)\].*/\1/p')
dpdk=""
for library in eal ethdev mbuf mempool ring kvargs telemetry mempool-ring bus-vdev bus-pci net-ring net-tap net-af-packet; do
	dpdk="$dpdk, librte-$library$abi"
done
libc=$(dpkg-query -W -f '${source:Upstream-Version}' libc6)
cat >"$tree/DEBIAN/control" <<CONTROL
Package: bondfast
Version: $version
Architecture: $architecture
Maintainer: $(sed -n 's/^ -- \(.*>\)  .*/\1/p' packaging/changelog | head -1)
Section: net
Priority: optional
Installed-Size: $(du -sk --exclude=DEBIAN "$tree" | cut -f1)
Depends: libc6 (>= $libc), libgcc-s1, libstdc++6$dpdk$runtime
Recommends: librte-meta-net, dpdk
Suggests: driverctl, dpdk-dev
Description: link bonding in user space with DPDK
 BondFast does the Linux bonding driver's job in user space: DPDK's poll-mode
 drivers move frames between a bond and its slaves, on CPUs of their own.
 All seven modes with the driver's option names and values, LACP, MII and ARP
 monitoring, a control socket and a systemd service.
CONTROL
echo /etc/bondfast/bondfast.toml >"$tree/DEBIAN/conffiles"
cp packaging/{postinst,prerm,postrm} "$tree/DEBIAN/"

find "$tree" -type d -exec chmod 0755 {} +
find "$tree" -type f -exec chmod 0644 {} +
chmod 0755 "$tree/usr/lib/bondfast/bondfast" "$tree"/DEBIAN/{postinst,prerm,postrm}
(cd "$tree" && find usr lib -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"

package="$output/bondfast_${version}_$architecture.deb"
dpkg-deb --root-owner-group --build -Zxz "$tree" "$package" >/dev/null
echo "$package"
