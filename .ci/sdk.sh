# Sourced by the scripts at the root. require_sdk says in one line what is wrong with the .NET SDK, if anything.
require_sdk() {
  if ! command -v dotnet >/dev/null 2>&1; then
    echo "$(basename "$0"): the .NET SDK 10 is not installed; get it from https://dot.net/download and try again." >&2
    return 1
  fi
  local newest
  newest=$( (cd / && dotnet --list-sdks 2>/dev/null) | sed 's/ .*//' | sort -V | tail -n 1)
  if [ -z "$newest" ] || [ "${newest%%.*}" -lt 10 ]; then
    echo "$(basename "$0"): the .NET SDK is ${newest:-missing}, version 10 is needed; get it from https://dot.net/download and try again." >&2
    return 1
  fi
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
}
