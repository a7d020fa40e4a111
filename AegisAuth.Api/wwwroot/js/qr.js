// A QR code (ISO/IEC 18004) of a short text, drawn here because no picture may come from elsewhere.
// Byte mode, error correction M, versions 1 to 6: up to 106 bytes, which is more than any site address needs.

import { capacity, layBits, place, version } from './qr-matrix.js';

/**
 * An SVG picture with its quiet zone, or null when the text is too long for one. The style sheet keeps it dark on
 * light, since scanners of old phones read nothing else.
 */
export function qrPicture(text, alternative) {
  const bytes = new TextEncoder().encode(text);
  const level = version(bytes.length);
  if (level === 0) return null;
  const cells = place(level, layBits(level, codewords(level, bytes)));
  const size = cells.length;
  const path = cells.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : ''))).join('');

  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  for (const [name, value] of Object.entries({
    'viewBox': `0 0 ${size + 8} ${size + 8}`, 'class': 'qr', 'role': 'img', 'aria-label': alternative,
    'shape-rendering': 'crispEdges',
  })) svg.setAttribute(name, value);
  const dark = document.createElementNS(space, 'path');
  dark.setAttribute('d', path);
  svg.append(dark);
  return svg;
}

// Powers of 2 and their logarithms in GF(256) with the polynomial 0x11D.
const power = new Uint8Array(510);
const log = new Uint8Array(256);
for (let i = 0, value = 1; i < 255; i++) {
  power[i] = power[i + 255] = value;
  log[value] = i;
  value = (value << 1) ^ (value & 0x80 ? 0x11d : 0);
}
const times = (a, b) => (a && b ? power[log[a] + log[b]] : 0);

function generator(degree) {
  let factors = [1];
  for (let i = 0; i < degree; i++) {
    const next = [...factors, 0];
    factors.forEach((factor, at) => { next[at + 1] ^= times(factor, power[i]); });
    factors = next;
  }
  return factors.slice(1);
}

function remainder(data, degree) {
  const divisor = generator(degree);
  const rest = new Array(degree).fill(0);
  for (const byte of data) {
    const lead = byte ^ rest.shift();
    rest.push(0);
    divisor.forEach((factor, at) => { rest[at] ^= times(factor, lead); });
  }
  return rest;
}

/** Mode, length, text and padding, cut into blocks, each with its correction bytes, interleaved. */
function codewords(level, bytes) {
  const { blocks, perBlock, correction } = capacity(level);
  const total = blocks * perBlock;
  // Mode 0100 and the 8-bit length shift everything by half a byte.
  const padded = [4, bytes.length >> 4, bytes.length & 15, ...Array.from(bytes).flatMap(b => [b >> 4, b & 15]), 0];
  const data = [];
  for (let i = 0; i < padded.length; i += 2) data.push((padded[i] << 4) | padded[i + 1]);
  for (let fill = 0xec; data.length < total; fill ^= 0xec ^ 0x11) data.push(fill);

  const parts = Array.from({ length: blocks }, (_, i) => data.slice(i * perBlock, (i + 1) * perBlock));
  const checks = parts.map(part => remainder(part, correction));
  const weave = (rows, length) => Array.from({ length }, (_, i) => rows.map(row => row[i])).flat();
  return [...weave(parts, perBlock), ...weave(checks, correction)];
}
