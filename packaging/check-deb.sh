#!/usr/bin/env bash
# packaging/check-deb.sh PACKAGE - unpacks the package into a folder of its own and tries what is in it; installs nothing.
# Called by ./build.sh deb --check. A check that cannot run here says why.
set -euo pipefail
package=$(realpath "$1")
root=$(mktemp -d /tmp/bondfast-package.XXXXXX)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"
failed=0

check() {
	local name=$1
	shift
	if "$@" >"$root/log" 2>&1; then echo "ok    $name"; else
		echo "FAIL  $name"
		sed 's/^/      /' "$root/log"
		failed=1
	fi
}

as_ordinary_user() {
	if [ "$(id -u)" -eq 0 ]; then runuser -u nobody -- "$@"; else "$@"; fi
}

unit_is_good() {
	# systemd looks for the program and the manual below /: they are laid over /usr, seen by this command alone.
	unshare -m sh -ec "mount -t overlay overlay -o lowerdir='$root/usr:/usr' /usr; systemd-analyze verify '$root/lib/systemd/system/bondfast.service'" >"$root/verify" 2>&1 || { cat "$root/verify"; return 1; }
	cat "$root/verify"
	[ ! -s "$root/verify" ]
}

completes() {
	# shellcheck disable=SC2016
	bash -c 'source "$1"; COMP_WORDS=(bondfast expl); COMP_CWORD=1; _bondfast; [ "${COMPREPLY[*]}" = explain ]' bash "$root/usr/share/bash-completion/completions/bondfast"
}

sample_works() {
	sed 's/^#\([a-z[]\)/\1/' "$root/etc/bondfast/bondfast.toml" >"$root/sample.toml"
	"$root/usr/bin/bondfast" check "$root/sample.toml"
}

dpkg-deb -x "$package" "$root"
check "an ordinary user runs the demonstration, from the link in /usr/bin" as_ordinary_user "$root/usr/bin/bondfast" demo --seconds 2
check "the installed sample is good once the comment signs are gone" sample_works
for example in "$root"/usr/share/doc/bondfast/examples/*.toml; do check "example $(basename "$example")" "$root/usr/bin/bondfast" check "$example"; done
check "bash completes" completes
if command -v zsh >/dev/null; then check "zsh reads its completion" zsh -n "$root/usr/share/zsh/vendor-completions/_bondfast"; else echo "not checked: zsh (not installed)"; fi
if command -v groff >/dev/null; then
	for page in "$root"/usr/share/man/man?/*.gz; do check "man page $(basename "$page")" sh -c 'out=$(zcat "$1" | groff -man -ww -z 2>&1); [ -z "$out" ] || { echo "$out"; exit 1; }' sh "$page"; done
else echo "not checked: man pages (groff is not installed)"; fi
if [ "$(id -u)" -eq 0 ] && command -v systemd-analyze >/dev/null; then check "systemd-analyze verify" unit_is_good; else echo "not checked: the unit (needs root and systemd-analyze)"; fi
if command -v lintian >/dev/null; then check "lintian finds no error" lintian --allow-root --fail-on error "$package"; else echo "not checked: lintian (apt-get install lintian)"; fi
exit $failed
