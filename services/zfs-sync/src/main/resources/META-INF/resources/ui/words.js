// How the pages of zfs-sync say sizes, times, ends and states.
import { time } from '/api.js';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export function bytes(n) {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, n)) / 10));
  return `${(n / 1024 ** step).toFixed(step ? 1 : 0)} ${UNITS[step]}`;
}

/** A moment that is not broken over two lines. */
export const at = (el, iso) => el('time', { datetime: iso }, time(iso));

export const since = (el, iso) => (iso ? [' since ', at(el, iso)] : '');

export const end = ({ node, dataset }) => `${node ?? '?'}: ${dataset}`;

export const fromTo = (el, { source, target }) => [el('div', {}, end(source)), el('div', {}, '→ ', end(target))];

export const badge = (el, tone, state) =>
  el('span', { class: `badge ${tone}` }, state ? state.toLowerCase().replaceAll('_', ' ') : 'not known');

/** A share from 0 to 1 in the colour of the tone, which a meter would choose by itself. */
export const level = (el, tone, share, label) => el('meter', {
  value: share, optimum: 0, low: tone === 'ok' ? 1 : 0.001, high: tone === 'bad' ? 0.001 : 1, title: label, 'aria-label': label,
});

/** By tone, the bad first; what is of one tone stays in its order. */
export function worstFirst(items, tone) {
  const tones = ['bad', 'warn', 'idle', 'ok'];
  return items.toSorted((a, b) => tones.indexOf(tone(a)) - tones.indexOf(tone(b)));
}
