// The copies of datasets and how far they are behind, the transfers that bring them up to date, the clones made of them, the room in the pools, and the disks.
import clones from './clones.js';
import disks from './disks.js';
import pools from './pools.js';
import repairs from './repairs.js';
import transfers from './transfers.js';
import { badge, bytes, end, fromTo, level, since, worstFirst } from './words.js';

const REFRESH = 5000;
const FEW = 20;
const TONES = { CURRENT: 'ok', LATE: 'warn', NOTHING_TO_PULL: 'warn' };
const stateTone = (pair) => TONES[pair.state] ?? 'bad';
const tone = (pair) => (pair.finding ? 'bad' : stateTone(pair));

/** P1DT2H3M or PT51H4.5S. */
function minutes(iso) {
  const [, days, hours, rest] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?.*)?$/.exec(iso).map((n) => Number(n) || 0);
  return (days * 24 + hours) * 60 + rest;
}

function duration(iso) {
  const all = minutes(iso);
  const hours = Math.floor(all / 60);
  const parts = [[Math.floor(hours / 24), 'd'], [hours % 24, 'h'], [all % 60, 'min']].filter(([count]) => count);
  return parts.map(([count, unit]) => `${count} ${unit}`).join(' ') || '0 min';
}

export default {
  title: 'Copies',
  order: 18,
  async render(element, api) {
    const { el } = api;
    const notice = api.notice();
    const card = el('div', { class: 'card' });
    const running = transfers(api, notice);
    const space = pools(api);
    const ailing = disks(api);
    const mending = repairs(api, notice);
    const staging = clones(api, notice);
    let whole = false;

    const bringUpToDate = ({ target }) => notice.attempt(async () => {
      await api.post('transfers', { node: target.node, dataset: target.dataset, recursive: false });
      await running.show();
      notice.say(`${end(target)} is being brought up to date`);
    });

    function lag(pair) {
      if (!pair.lag) {
        return '–';
      }
      const says = `${duration(pair.lag)} of ${duration(pair.goal)}`;
      return [level(el, tone(pair), Math.min(1, minutes(pair.lag) / Math.max(1, minutes(pair.goal))), says), says];
    }

    const row = (pair) => [
      fromTo(el, pair),
      [badge(el, stateTone(pair), pair.state), since(el, pair.since),
        pair.finding && pair.finding.kind !== pair.state ? [' ', badge(el, 'bad', pair.finding.kind)] : ''],
      lag(pair),
      pair.common ? `${pair.snapshotsBehind} since ${pair.common.snapshot}${pair.bytesBehind ? `, ${bytes(pair.bytesBehind)}` : ''}` : '–',
      api.may('operator') ? el('button', {
        class: 'button', type: 'button', 'data-key': `update ${end(pair.target)}`, onclick: () => bringUpToDate(pair),
      }, 'Bring up to date') : '',
    ];

    async function show() {
      const [pairs, wrong] = await Promise.all([api.all('pairs'), api.get('pairs/problems')]);
      const sorted = worstFirst(pairs, tone);
      const more = el('button', { class: 'button', type: 'button', 'data-key': 'whole' }, whole ? `First ${FEW}` : `All ${pairs.length}`);
      more.addEventListener('click', () => { whole = !whole; notice.attempt(show); });
      api.redraw(card, el('h2', {}, 'Copies'),
        api.table(['Source → copy', 'State', 'Lag', 'Behind', ''],
          sorted.slice(0, whole ? undefined : FEW).map(row), 'The fleet declares no pull.'),
        pairs.length > FEW ? more : '',
        ...wrong.items.map((w) => el('p', {}, `${w.file}:${w.line}: ${w.what}; ${w.remedy}`)));
    }

    const all = () => Promise.all([show(), mending.show(), running.show(), staging.show(), space.show(), ailing.show()]);
    element.replaceChildren(notice.line, mending.card, card, running.card, staging.card, space.card, ailing.card);
    await all();
    return notice.repeat(all, REFRESH);
  },
};
