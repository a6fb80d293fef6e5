#!/usr/bin/env bash
# build.sh [demo|test|perf|deb|clean] - builds BondFast and publishes it to out/; installs what is missing with apt when run as root.
#   ./build.sh              build, publish to out/ (out/bondfast is the program)
#   ./build.sh demo [...]   the same, then show the main job; arguments go to `bondfast demo`
#   ./build.sh test [NAME]  the same, then run every test (or the test projects whose name contains NAME)
#   ./build.sh perf [...]   the same, then compare with DPDK's own bonding (--quick, --json)
#   ./build.sh deb          make the Debian package artifacts/deb/bondfast_*.deb; --check tries what is in it
#   ./build.sh clean        remove everything that was built
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

BUILD_PACKAGES="gcc g++ make pkg-config libdpdk-dev libtomlplusplus-dev"
TEST_PACKAGES="dpdk-dev iproute2 iputils-ping ethtool tcpdump tshark openvswitch-switch qemu-system-x86 busybox-static cpio kmod linux-image-cloud-amd64"

say() { printf '%s\n' "$*" >&2; }

# need PACKAGE... : installs the missing ones, or says how.
need() {
	local missing=() package
	for package in "$@"; do
		dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
	done
	[ ${#missing[@]} -eq 0 ] && return
	if [ "$(id -u)" -ne 0 ]; then
		say "BondFast needs packages that are not installed. Run this, then the same command again:"
		say "    sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
		exit 69
	fi
	say "installing: ${missing[*]}"
	apt-get update -qq
	# Starting a system service is not this script's business: policy-rc.d-free way to say so.
	RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

need_dotnet() {
	if ! command -v dotnet >/dev/null 2>&1 || ! dotnet --list-sdks 2>/dev/null | grep -qE '^(1[0-9]|[2-9][0-9])\.'; then
		say "BondFast needs the .NET 10 SDK on PATH (https://dotnet.microsoft.com/download). 'dotnet --list-sdks' shows none of version 10 or later."
		exit 69
	fi
}

publish() {
	need_dotnet
	# shellcheck disable=SC2086
	need $BUILD_PACKAGES
	dotnet publish src/BondFast/BondFast.csproj -c Release -o out --nologo -v q -clp:NoSummary
	chmod -R a+rX out
}

run_tests() {
	# shellcheck disable=SC2086
	need $TEST_PACKAGES
	dotnet build BondFast.sln -c Release --nologo -v q -clp:NoSummary
	local project name log line failed_projects=() passed=0 failed=0 skipped=0
	mkdir -p artifacts/test-results
	for project in tests/*/*.csproj; do
		name=$(basename "$project" .csproj)
		case "$name" in *"${1:-}"*) ;; *) continue ;; esac
		log="artifacts/test-results/$name.log"
		say "== $name"
		dotnet test "$project" -c Release --no-build --nologo -v q --logger "console;verbosity=normal" >"$log" 2>&1 || failed_projects+=("$name")
		# Test names with their failures, and what skipped tests say.
		grep -E '^\s*(Failed|Skipped) ' -A 12 "$log" | head -200 >&2 || true
		line=$(grep -E '^\s*(Total tests:|Passed:|Failed:|Skipped:)' "$log" || true)
		passed=$((passed + $(sed -n 's/^ *Passed: *//p' <<<"$line" | tail -1 | grep . || echo 0)))
		failed=$((failed + $(sed -n 's/^ *Failed: *//p' <<<"$line" | tail -1 | grep . || echo 0)))
		skipped=$((skipped + $(sed -n 's/^ *Skipped: *//p' <<<"$line" | tail -1 | grep . || echo 0)))
		grep -qE '^\s*Passed: ' "$log" || { say "no test of $name passed; the end of $log:"; tail -n 30 "$log" >&2; }
		printf '   %s\n' "$(tr -s ' \n' ' ' <<<"$line")" >&2
	done
	# A project that ended badly without a failed test (crash, no build) counts as one failure.
	if [ ${#failed_projects[@]} -gt 0 ] && [ "$failed" -eq 0 ]; then failed=${#failed_projects[@]}; fi
	[ ${#failed_projects[@]} -eq 0 ] || say "failed: ${failed_projects[*]}"
	echo "$passed passed, $failed failed, $skipped skipped" | tee artifacts/test-results/summary
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

# The package brings its own .NET runtime where the feed has one to bring: Debian has none.
package() {
	need_dotnet
	# shellcheck disable=SC2086
	need $BUILD_PACKAGES binutils
	local rid program=artifacts/deb/program
	case "$(dpkg --print-architecture)" in
	amd64) rid=linux-x64 ;;
	arm64) rid=linux-arm64 ;;
	*) say "there is no .NET runtime for $(dpkg --print-architecture)"; exit 69 ;;
	esac
	rm -rf "$program"
	if ! dotnet publish src/BondFast/BondFast.csproj -c Release -r "$rid" --self-contained -o "$program" --nologo -v q -clp:NoSummary; then
		say "No self-contained program: if the runtime pack Microsoft.NETCore.App.Runtime.$rid was not found, the feed lacks it."
		say "Trying without: the package will need dotnet-runtime-10.0, which is not in Debian (https://dotnet.microsoft.com/download)."
		rm -rf "$program"
		dotnet publish src/BondFast/BondFast.csproj -c Release -o "$program" --nologo -v q -clp:NoSummary
	fi
	rm -f artifacts/deb/*.deb
	packaging/build-deb.sh "$program" artifacts/deb
	if [ "${1:-}" = --check ]; then packaging/check-deb.sh artifacts/deb/bondfast_*.deb; fi
}

case "${1:-}" in
"") publish; say "built: out/bondfast" ;;
demo) publish; shift; exec out/bondfast demo "$@" ;;
test) publish; shift; run_tests "$@" ;;
perf)
	publish
	shift
	dotnet build perf/BondFast.Comparison/BondFast.Comparison.csproj -c Release --nologo -v q -clp:NoSummary
	exec dotnet run --project perf/BondFast.Comparison -c Release --no-build -- "$@"
	;;
deb) shift; package "$@" ;;
clean) rm -rf out artifacts perf/results ;;
*)
	say "build.sh: '$1' is not a verb. Use one of: (none), demo, test, perf, deb, clean."
	exit 64
	;;
esac
