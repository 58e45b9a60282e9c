// How the journal says what an event tells, and in which colour.
const UNQUIET = /lost|failed|refused|rejected|revoked|not-enforced|(?<!un)blocked/;
const QUIET = /returned|succeeded|taken|enrolled|enforced|installed|imported|recovered|repaired|refreshed|unblocked/;

const PAIR = { CURRENT: 'ok', LATE: 'warn', NOTHING_TO_PULL: 'warn' };
const DISK = { OK: 'ok', WORN: 'warn', FAILING: 'bad' };

function pool({ space, health, devices, damaged, unscrubbed }) {
  if (space === 'FULL' || health !== 'ONLINE' || devices?.length || damaged) return 'bad';
  return space === 'FILLING' || unscrubbed ? 'warn' : 'ok';
}

/** Events that tell of a change are as good or bad as what came of it. */
const CHANGES = {
  'pair-changed': ({ after }) => PAIR[after] ?? 'bad',
  'pool-changed': ({ after }) => pool(after ?? {}),
  'disk-changed': ({ after }) => DISK[after?.health] ?? 'idle',
};

export function tone({ kind, data }) {
  if (kind in CHANGES) return CHANGES[kind](data);
  return UNQUIET.test(kind) ? 'bad' : QUIET.test(kind) ? 'ok' : 'idle';
}

const isPlace = names => names.length === 2 && names.includes('node') && names.includes('dataset');

/** A value of an event in words: node:dataset, lists by commas, all else of names and values as name=value. */
export function says(value) {
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.length ? value.map(says).join(', ') : 'none';
  if (typeof value !== 'object') return String(value);
  const names = Object.keys(value);
  if (isPlace(names)) return `${value.node ?? '?'}:${value.dataset}`;
  return `(${names.map(name => `${name}=${says(value[name])}`).join(' ')})`;
}
