#!/usr/bin/env bash
# Puts the first twenty pictures of a folder that score.sh filled on one sheet. Usage: bench/captcha/sheet.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:-bench/captcha/out}
montage "$out"/0[01]?.png -tile 4x5 -geometry +6+6 -background '#888' "$out/sheet.png"
echo "Read $out/sheet.png row by row, write it down, then compare: head -20 $out/answers.txt"
