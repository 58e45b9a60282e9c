// How full the pools are, when each is expected to be full, and how their devices are.
import { at, badge, bytes, level, since, worstFirst } from './words.js';

const SPACE = { OK: 'ok', FILLING: 'warn', FULL: 'bad' };
const tone = (pool) => (troubles(pool).length || pool.health !== 'ONLINE' ? 'bad' : SPACE[pool.state] ?? 'idle');
const FAR = { STEADY: 'not within ten years', TOO_SHORT: 'not known long enough to say' };

function fills({ outlook, fillsAt }) {
  if (!fillsAt) {
    return FAR[outlook] ?? '–';
  }
  const [early, likely, late] = [fillsAt.early, fillsAt.likely, fillsAt.late].map((iso) => iso?.slice(0, 10));
  return early === late ? early : `${likely ?? 'hardly ever'} (${early} to ${late ?? 'never'})`;
}

/** What is not well, in words. */
function troubles({ status }) {
  const devices = (status?.devices ?? []).map((d) =>
    `${d.name} ${d.state}: ${d.readErrors} read, ${d.writeErrors} write, ${d.checksumErrors} checksum errors`);
  return status?.dataErrors ? [`${status.dataErrors} data errors`, ...devices] : devices;
}

export default function pools(api) {
  const { el } = api;
  const card = el('div', { class: 'card' });

  function used(pool) {
    const share = pool.sizeBytes ? pool.allocatedBytes / pool.sizeBytes : 0;
    const says = `${Math.round(share * 100)} %: ${bytes(pool.allocatedBytes)} of ${bytes(pool.sizeBytes)}`;
    return [level(el, SPACE[pool.state] ?? 'ok', share, says), says];
  }

  const row = (pool) => [`${pool.node}: ${pool.name}`, used(pool),
    [badge(el, SPACE[pool.state] ?? 'idle', pool.state), since(el, pool.since)], fills(pool),
    [badge(el, pool.health === 'ONLINE' ? 'ok' : 'bad', pool.health), since(el, pool.healthSince), troubles(pool).map((says) => el('div', {}, says))],
    at(el, pool.status?.scrubbedAt)];

  async function show() {
    const all = worstFirst(await api.all('pools'), tone);
    card.replaceChildren(el('h2', {}, 'Space'),
      api.table(['Pool', 'Used', 'Space', 'Likely full', 'Health', 'Last scrub'], all.map(row), 'No node reported a pool yet.'));
  }

  return { card, show };
}
