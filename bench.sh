#!/usr/bin/env bash
# ./bench.sh NAME [ARGS]   prints "metric: value unit" lines; ./bench.sh alone lists the names.
set -uo pipefail
cd "$(dirname "$0")"
. ./.ci/sdk.sh
require_sdk || exit 1
dotnet build tests/Benchmarks -c Release -v q -nologo >&2 || { echo "bench.sh: the build failed." >&2; exit 1; }
exec dotnet tests/Benchmarks/bin/Release/net10.0/RetailServerless.Benchmarks.dll "$@"
