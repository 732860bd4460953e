#!/usr/bin/env bash
# Starts the whole platform on this machine: functions, console and development issuer. Ctrl-C stops everything.
#   ./start.sh [--data DIR] [--port N] [--catalog FILE]
#   --data DIR      where everything is kept (default .local/data)
#   --port N        port of the functions (default 7071); the console listens on N+9, the issuer on N+19
#   --catalog FILE  load this catalog instead of the sample shop when there is no data yet
set -uo pipefail
root=$(cd "$(dirname "$0")" && pwd)
. "$root/.ci/sdk.sh"

fail() { echo "start.sh: $1" >&2; exit 1; }

data=.local/data port=7071 catalog=
while [ $# -gt 0 ]; do
  case $1 in
    --data | --port | --catalog) [ $# -gt 1 ] || fail "$1 needs a value." ;;
    -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) fail "'$1' is no option; there are --data DIR, --port N and --catalog FILE." ;;
  esac
  case $1 in
    --data) data=$2 ;;
    --port) port=$2 ;;
    --catalog) catalog=$2 ;;
  esac
  shift 2
done

case $port in '' | *[!0-9]*) fail "--port takes a number, not '$port'." ;; esac
[ "$port" -ge 1 ] && [ "$port" -le 65516 ] || fail "--port takes a number from 1 to 65516, not $port."
[ -z "$catalog" ] || [ -r "$catalog" ] || fail "the catalog $catalog cannot be read."
require_sdk || exit 1

(umask 077 && mkdir -p "$data") 2>/dev/null && touch "$data/.writable" 2>/dev/null && rm -f "$data/.writable" ||
  fail "the folder $data cannot be written; choose another with --data DIR."
data=$(cd "$data" && pwd)

# The issuer and the shop's own files are other systems: what the platform keeps lies apart from them, for it searches all of it for people who were erased.
platform=$data/platform
[ -z "$catalog" ] || catalog=$(cd "$(dirname "$catalog")" && pwd)/$(basename "$catalog")
console_port=$((port + 9)) issuer_port=$((port + 19))
for p in $port $console_port $issuer_port; do
  if (exec 3<>"/dev/tcp/127.0.0.1/$p") 2>/dev/null; then fail "port $p is taken; stop what uses it, or choose others with --port N."; fi
done

cd "$root"
mkdir -p "$data/logs" "$platform/logs"
echo "Building ..."
dotnet build start.slnf -c Release -v q -nologo > "$data/logs/build.log" 2>&1 || { tail -n 20 "$data/logs/build.log" >&2; fail "the build failed; the whole output is in $data/logs/build.log."; }

functions=functions/App/bin/Release/net10.0/RetailServerless.Functions.dll
console=console/bin/Release/net10.0/RetailServerless.Console.dll
identity=samples/Identity/bin/Release/net10.0/RetailServerless.Samples.Identity.dll
shop=samples/Shop/bin/Release/net10.0/RetailServerless.Samples.Shop.dll
address=http://127.0.0.1:$port issuer=http://127.0.0.1:$issuer_port
export DOTNET_ENVIRONMENT=Development ASPNETCORE_ENVIRONMENT=Development

pids=()
stop() {
  trap - INT TERM EXIT
  [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null
  wait 2>/dev/null
}
trap stop EXIT
trap 'echo; echo "Stopping ..."; stop; exit 0' INT TERM

log() { if [ "$1" = functions ]; then echo "$platform/logs/$1.log"; else echo "$data/logs/$1.log"; fi; } # NAME

start() { # NAME COMMAND...
  local name=$1
  shift
  "$@" > "$(log "$name")" 2>&1 &
  pids+=($!)
}

answers() { # PORT PATH
  (exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1:%s\r\n\r\n' "$2" "$1" >&3 && head -n 1 <&3 | grep -q ' 200') 2>/dev/null
}

await() { # NAME PID PORT PATH
  local tries=0
  until answers "$3" "$4"; do
    kill -0 "$2" 2>/dev/null || { tail -n 20 "$(log "$1")" >&2; fail "$1 did not start; the whole output is in $(log "$1")."; }
    tries=$((tries + 1))
    [ $tries -lt 300 ] || fail "$1 did not answer within a minute; see $(log "$1")."
    sleep 0.2
  done
}

fresh=false
[ -f "$data/shop/loaded" ] && [ -d "$platform/keys" ] || fresh=true
mkdir -p "$data/shop"
if $fresh && [ -z "$catalog" ]; then
  echo "Simulating the sample shop ..."
  dotnet "$shop" generate --out "$data/shop" || fail "the sample shop could not be made."
fi

echo "Starting ..."
shoppers=$(cut -d' ' -f1 "$data/shop/demo.txt" 2>/dev/null | paste -sd,)
start issuer dotnet "$identity" --port "$issuer_port" --data "$data/identity" --shoppers "${shoppers:-C00001,C00002}"
key=$(dotnet "$functions" keys demo --data "$platform") || fail "no storefront key could be made."
start functions dotnet "$functions" --port "$port" --data "$platform" --Oidc:Authority="$issuer"
start console dotnet "$console" --port "$console_port" --Platform:Address="$address" --Oidc:Authority="$issuer" --Oidc:ClientId=console --Oidc:Scope="openid staff"
await issuer "${pids[0]}" "$issuer_port" /.well-known/openid-configuration
await functions "${pids[1]}" "$port" /healthz
await console "${pids[2]}" "$console_port" /health

if $fresh; then
  dotnet "$shop" load --from "$data/shop" --platform "$address" --issuer "$issuer" --sign-ins "$data/identity/demo-sign-ins.json" ${catalog:+--catalog "$catalog"} ||
    fail "the data could not be loaded; see $(log functions)."
fi

echo
dotnet "$shop" welcome --from "$data/shop" --platform "$address" --console "http://127.0.0.1:$console_port" --issuer "$issuer" \
  --sign-ins "$data/identity/demo-sign-ins.json" --key "$key" || fail "the platform does not answer; see $(log functions)."
echo
echo "Ctrl-C stops everything. Logs: $data/logs and $platform/logs"
wait -n "${pids[@]}"
fail "a part has stopped; see $data/logs and $platform/logs."
