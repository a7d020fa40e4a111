#!/usr/bin/env bash
# Draws captchas with known answers, lets tesseract read them after twelve kinds of preparation, in four page
# segmentation modes, with and without the alphabet given away, and prints how many it read right. A control
# of plain text goes the same way: if that is not read, the attack is broken and the score means nothing.
# Usage: bench/captcha/score.sh [FOLDER [COUNT]]. Needs tesseract-ocr, imagemagick and python3.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(realpath -m "${1:-bench/captcha/out}")
count=${2:-100}
export OMP_THREAD_LIMIT=1
font=AegisAuth.Infrastructure/CaptchaDrawing/captcha.ttf
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

rm -rf "$out"
mkdir -p "$out" "$work/control"
AEGISAUTH_CAPTCHA_FOLDER=$out AEGISAUTH_CAPTCHA_COUNT=$count dotnet test AegisAuth.Tests -nologo -v q \
  --filter 'FullyQualifiedName=AegisAuth.Tests.Captcha.CaptchaSamples.Draw_IntoTheFolderOfTheBench_WritesPicturesAndAnswers' \
  > "$work/draw.log" || { cat "$work/draw.log"; exit 1; }
[ -f "$out/answers.txt" ] || { cat "$work/draw.log"; echo "Nothing was drawn."; exit 1; }
letters=$(cut -d' ' -f2 "$out/answers.txt" | fold -w1 | sort -u | tr -d '\n')

head -20 "$out/answers.txt" > "$work/control/answers.txt"
while read -r number text; do
  convert -size 240x84 -background '#e8eef0' -fill '#203040' -font "$font" -pointsize 42 -gravity center \
    "label:$text" "$work/control/$number.png"
done < "$work/control/answers.txt"

declare -A prepare=(
  [raw]=""
  [grey]="-colorspace Gray -resize 300% -normalize"
  [negated]="-colorspace Gray -negate -resize 300%"
  [threshold]="-colorspace Gray -resize 300% -threshold 50%"
  [open]="-colorspace Gray -resize 300% -threshold 50% -negate -morphology Open Disk:5.5 -negate"
  [close]="-colorspace Gray -resize 300% -threshold 50% -negate -morphology Close Disk:3.5 -morphology Open Disk:5.5 -negate"
  [local]="-colorspace Gray -negate -lat 31x31+3% -negate -resize 300%"
  [median]="-colorspace Gray -statistic Median 5x5 -resize 300% -threshold 50%"
  [blur]="-colorspace Gray -resize 300% -blur 0x5 -threshold 50%"
  [edges]="-colorspace Gray -resize 300% -blur 0x2 -edge 3 -threshold 50% -negate"
  # What is left of the picture after its surroundings are taken away: made against the band.
  [ground]="-colorspace Gray ( +clone -statistic Median 41x41 ) -compose difference -composite -negate -resize 300% -threshold 50%"
  [ground-open]="-colorspace Gray ( +clone -statistic Median 41x41 ) -compose difference -composite -resize 300% -threshold 50% -morphology Open Disk:4.5 -negate"
)

attack() { # folder, preparation
  local from=$1 name=$2 to psm only picture
  to=$(mktemp -d -p "$work")
  for picture in "$from"/[0-9]*.png; do
    set -f # the parentheses and colons of a preparation are words, not patterns
    convert "$picture" ${prepare[$name]} -units PixelsPerInch -density 300 "$to/$(basename "$picture")"
    set +f
    echo "$to/$(basename "$picture")" >> "$to/list"
  done
  for psm in 6 7 8 13; do
    for only in "" "$letters"; do
      tesseract "$to/list" "$to/read" --psm $psm -l eng -c page_separator=$'\f' \
        ${only:+-c tessedit_char_whitelist=$only} 2> "$to/log" || { cat "$to/log" >&2; exit 1; }
      python3 - "$from/answers.txt" "$to/read.txt" "$name, psm $psm${only:+, alphabet given}" <<'P'
import sys
answers = [line.split()[1] for line in open(sys.argv[1])]
pages = open(sys.argv[2], encoding="utf-8").read().split("\f")
assert len(answers) <= len(pages) <= len(answers) + 1, "tesseract left pictures out"
read = ["".join(c for c in page.upper() if c.isalnum()) for page in pages]
print(f"{sum(a == r for a, r in zip(answers, read)):4d} of {len(answers)}  {sys.argv[3]}")
P
    done
  done
}

echo "Control, plain text:"
attack "$work/control" raw | sort -rn | tee "$work/control.txt" | head -3
[ "$(awk 'NR==1 {print $1}' "$work/control.txt")" -ge 15 ] || { echo "The attack is broken."; exit 1; }

for name in "${!prepare[@]}"; do attack "$out" "$name"; done | sort -rn > "$out/score.txt"
echo "Captchas, the best five of $(wc -l < "$out/score.txt") attacks:"
head -5 "$out/score.txt"
[ "$(awk 'NR==1 {print $1}' "$out/score.txt")" -le $((count * 5 / 100)) ] || { echo "More than 5 in 100."; exit 1; }
