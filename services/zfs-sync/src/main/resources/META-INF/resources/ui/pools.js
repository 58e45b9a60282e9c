// How full the pools are, when each is expected to be full, and how their devices are.
import { day } from '/api.js';
import { at, badge, bytes, level, since, worstFirst } from './words.js';

const SPACE = { OK: 'ok', FILLING: 'warn', FULL: 'bad' };
const tone = (pool) => (troubles(pool).length || pool.health !== 'ONLINE' ? 'bad' : SPACE[pool.state] ?? 'idle');
const FAR = { STEADY: 'not within ten years', TOO_SHORT: 'not known long enough to say' };

function fills({ outlook, fillsAt }) {
  if (!fillsAt) {
    return FAR[outlook] ?? '–';
  }
  const [early, likely, late] = [fillsAt.early, fillsAt.likely, fillsAt.late].map((iso) => iso && day(iso));
  return early === late ? early : `${likely ?? 'hardly ever'} (${early} to ${late ?? 'never'})`;
}

/** What is not well, in words. */
function troubles({ status }) {
  const devices = (status?.devices ?? []).map((d) =>
    `${d.name} ${d.state}: ${d.readErrors} read, ${d.writeErrors} write, ${d.checksumErrors} checksum errors`);
  return status?.dataErrors ? [`${status.dataErrors} data errors`, ...devices] : devices;
}

const MONTH = 30 * 24 * 60 * 60 * 1000;
const change = (n) => `${n < 0 ? '−' : '+'}${bytes(Math.abs(n))}`;

/** The datasets that grew the most by themselves, each as a share of the first. */
async function grown({ el, get, table }, { node, name }) {
  const from = new Date(Date.now() - MONTH).toISOString();
  const { items } = await get(`pools/${encodeURIComponent(node)}/${encodeURIComponent(name)}/growth?limit=5&since=${from}`);
  const most = Math.max(1, items[0]?.ownBytes ?? 1);
  return table(['Dataset', 'Grew by itself', 'Since'],
    items.filter((one) => one.ownBytes > 0).map((one) => [one.dataset,
      [level(el, 'ok', one.ownBytes / most, change(one.ownBytes)), change(one.ownBytes)], at(el, one.from.at)]),
    'Nothing has grown in the last 30 days.');
}

export default function pools(api) {
  const { el } = api;
  const card = el('div', { class: 'card' });
  const opened = new Set();

  /** What filled the pool is asked for when somebody wants to know it, and stays open when the card is drawn anew. */
  function whoFills(pool) {
    const key = `${pool.node}/${pool.name}`;
    const found = el('div');
    const details = el('details', { open: opened.has(key) }, el('summary', { 'data-key': key }, 'What grew'), found);
    details.addEventListener('toggle', async () => {
      opened[details.open ? 'add' : 'delete'](key);
      if (details.open) {
        found.replaceChildren(await grown(api, pool).catch((problem) => problem.message));
      }
    });
    return details;
  }

  function used(pool) {
    const share = pool.sizeBytes ? pool.allocatedBytes / pool.sizeBytes : 0;
    const says = `${Math.round(share * 100)} %: ${bytes(pool.allocatedBytes)} of ${bytes(pool.sizeBytes)}`;
    return [level(el, SPACE[pool.state] ?? 'ok', share, says), says];
  }

  const row = (pool) => [[`${pool.node}: ${pool.name}`, whoFills(pool)], used(pool),
    [badge(el, SPACE[pool.state] ?? 'idle', pool.state), since(el, pool.since)], fills(pool),
    [badge(el, pool.health === 'ONLINE' ? 'ok' : 'bad', pool.health), since(el, pool.healthSince), troubles(pool).map((says) => el('div', {}, says))],
    at(el, pool.status?.scrubbedAt)];

  async function show() {
    const all = worstFirst(await api.all('pools'), tone);
    api.redraw(card, el('h2', {}, 'Space'),
      api.table(['Pool', 'Used', 'Space', 'Likely full', 'Health', 'Last scrub'], all.map(row), 'No node reported a pool yet.'));
  }

  return { card, show };
}
