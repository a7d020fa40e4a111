// Where the bits of a QR code go: fixed patterns, the zigzag, the masks and how good they are (ISO/IEC 18004, 7.7, 7.8).

// Level M of versions 1 to 6: number of blocks, data and correction bytes of each.
const table = [[1, 16, 10], [1, 28, 16], [1, 44, 26], [2, 32, 18], [2, 43, 24], [4, 27, 16]];

export function capacity(level) {
  const [blocks, perBlock, correction] = table[level - 1];
  return { blocks, perBlock, correction };
}

/** The smallest version that holds so many bytes, 0 when none does. */
export const version = length => table.findIndex(([blocks, perBlock]) => length + 2 <= blocks * perBlock) + 1;

export const layBits = (level, bytes) =>
  bytes.flatMap(byte => [7, 6, 5, 4, 3, 2, 1, 0].map(at => (byte >> at) & 1));

const masks = [
  (x, y) => (x + y) % 2, (x, y) => y % 2, x => x % 3, (x, y) => (x + y) % 3,
  (x, y) => ((x / 3 | 0) + (y / 2 | 0)) % 2, (x, y) => (x * y) % 2 + (x * y) % 3,
  (x, y) => ((x * y) % 2 + (x * y) % 3) % 2, (x, y) => ((x + y) % 2 + (x * y) % 3) % 2,
];

/** The finished square of true (dark) and false, under the mask that scanners like best. */
export function place(level, bits) {
  const candidates = masks.map((mask, number) => {
    const { cells, fixed } = frame(level, number);
    zigzag(cells, fixed, bits, mask);
    return cells;
  });
  const costs = candidates.map(penalty);
  return candidates[costs.indexOf(Math.min(...costs))];
}

function frame(level, mask) {
  const size = 17 + 4 * level;
  const cells = Array.from({ length: size }, () => new Array(size).fill(false));
  const fixed = cells.map(row => [...row]);
  const set = (x, y, dark) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    cells[y][x] = Boolean(dark);
    fixed[y][x] = true;
  };
  const square = (cx, cy, radius, light) => {
    for (let y = -radius; y <= radius; y++) {
      for (let x = -radius; x <= radius; x++) set(cx + x, cy + y, !light.includes(Math.max(Math.abs(x), Math.abs(y))));
    }
  };
  for (let i = 0; i < size; i++) { set(6, i, i % 2 === 0); set(i, 6, i % 2 === 0); }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(x, y, 4, [2, 4]);
  if (level > 1) square(size - 7, size - 7, 2, [1]);
  format(mask).forEach((bit, i) => {
    // Twice: around the upper left corner, and split over the two others. Index 0 is the highest bit.
    if (i < 6) set(i, 8, bit);
    else if (i < 8) set(i === 6 ? 7 : 8, 8, bit);
    else set(8, i === 8 ? 7 : 14 - i, bit);
    if (i < 7) set(8, size - 1 - i, bit);
    else set(size - 15 + i, 8, bit);
  });
  set(8, size - 8, true);
  return { cells, fixed };
}

/** Level M is 00; ten BCH bits follow, all under the mask 101010000010010. */
function format(mask) {
  let rest = mask << 10;
  for (let at = 14; at >= 10; at--) if ((rest >> at) & 1) rest ^= 0x537 << (at - 10);
  const value = ((mask << 10) | rest) ^ 0x5412;
  return Array.from({ length: 15 }, (_, i) => (value >> (14 - i)) & 1);
}

function zigzag(cells, fixed, bits, mask) {
  const size = cells.length;
  let next = 0;
  let up = true;
  for (let right = size - 1; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const y = up ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (fixed[y][x]) continue;
        // The few cells left over after the last bit count as zero, and are masked too.
        cells[y][x] = Boolean((bits[next++] ?? 0) ^ (mask(x, y) === 0 ? 1 : 0));
      }
    }
  }
}

function penalty(cells) {
  const lines = [...cells, ...cells[0].map((_, x) => cells.map(row => row[x]))]
    .map(line => line.map(Number).join(''));
  let cost = 0;
  for (const line of lines) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) cost += run.length - 2;
    cost += 40 * (line.match(/(?=10111010000|00001011101)/g) ?? []).length;
  }
  for (let y = 1; y < cells.length; y++) {
    for (let x = 1; x < cells.length; x++) {
      const block = cells[y][x] + cells[y - 1][x] + cells[y][x - 1] + cells[y - 1][x - 1];
      if (block % 4 === 0) cost += 3;
    }
  }
  const dark = cells.flat().filter(Boolean).length / cells.length ** 2;
  return cost + 10 * Math.floor(Math.abs(dark - 0.5) * 20);
}
