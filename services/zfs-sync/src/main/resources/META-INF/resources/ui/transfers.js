// What is on its way to the copies, and what became of the last ones.
import { at, badge, bytes, end, fromTo } from './words.js';

const NEWEST = 20;
const WAITING = 50;
const TONES = { QUEUED: 'idle', PULLING: 'warn', DONE: 'ok', FAILED: 'bad', CANCELLED: 'idle' };
const SENDS = {
  FULL: (step) => `all of @${step.to}`,
  INCREMENTAL: (step) => `@${step.from} to @${step.to}`,
  RESUME: () => 'the rest of a stream that was cut',
  DISCARD: () => 'nothing: what came of a dead stream is forgotten',
};

export default function transfers(api, notice) {
  const { el } = api;
  const card = el('div', { class: 'card' });
  let after = '';

  // The list moves under the pointer when another begins.
  const stop = (transfer) => notice.attempt(async () => {
    if (!window.confirm(`End the transfer to ${end(transfer.target)}?`)) {
      return;
    }
    await api.delete(`transfers/${transfer.id}`);
    await show();
    notice.say(`The transfer to ${end(transfer.target)} ends`);
  });

  function sends({ current: step, steps, bytes: moved }) {
    const before = steps ? `${bytes(moved)} in ${steps} ${steps === 1 ? 'step' : 'steps'}` : '';
    if (!step) {
      return before || '–';
    }
    const told = step.movedBytes != null;
    const says = told ? bytes(step.movedBytes) + (step.totalBytes ? ` of ${bytes(step.totalBytes)}` : '') : 'begins';
    const bar = told && step.totalBytes
      ? el('progress', { value: Math.min(step.movedBytes, step.totalBytes), max: step.totalBytes, 'aria-label': says })
      : el('progress', { 'aria-label': says });
    return [el('div', {}, SENDS[step.kind](step)), bar, el('div', {}, says, before ? `; before: ${before}` : '')];
  }

  function outcome(transfer) {
    const why = [transfer.reason, transfer.problem].filter(Boolean).join(': ');
    const by = transfer.cancelledBy ? `${transfer.endedAt ? 'ended' : 'end asked'} by ${transfer.cancelledBy} ` : '';
    return [by, transfer.endedAt ? at(el, transfer.endedAt) : '', why ? ` ${why}` : ''];
  }

  function ending(transfer) {
    if (!api.may('operator') || transfer.endedAt) {
      return '';
    }
    // Again when it was asked before: the node may have been away.
    const button = el('button', { class: 'button', type: 'button', 'data-key': `end ${transfer.id}` }, 'End');
    button.addEventListener('click', () => stop(transfer));
    return button;
  }

  /** Those that have ended, newest first, behind the id `after`; an id is the greater, the later it was asked for. */
  async function ended() {
    const pages = await Promise.all(['DONE', 'FAILED', 'CANCELLED'].map((state) =>
      api.get(`transfers?state=${state}&limit=${NEWEST}${after ? `&after=${after}` : ''}`)));
    const all = pages.flatMap((page) => page.items).sort((a, b) => (a.id < b.id ? 1 : -1));
    const items = all.slice(0, NEWEST);
    return { items, next: all.length > NEWEST || pages.some((page) => page.next) ? items.at(-1)?.id : undefined };
  }

  const rows = (transfers) => transfers.map((t) => [fromTo(el, t), badge(el, TONES[t.state], t.state), sends(t),
    [t.askedBy ?? 'fleet.yaml', ' ', at(el, t.askedAt)], outcome(t), ending(t)]);

  async function show() {
    const [running, queued, done] = await Promise.all([
      api.all('transfers?state=PULLING'), api.all('transfers?state=QUEUED'), ended()]);
    const waiting = queued.toReversed(); // the first to come
    const heads = ['Source → copy', 'State', 'Sends', 'Asked', 'Outcome', ''];
    api.redraw(card, el('h2', {}, 'Transfers'),
      running.length || waiting.length || !(done.items.length || after)
        ? api.table(heads, rows([...running, ...waiting.slice(0, WAITING)]), 'Nothing was ever transferred.') : '',
      waiting.length > WAITING ? el('p', { class: 'pager' }, `${WAITING} of the ${waiting.length} that wait.`) : '',
      done.items.length || after ? [el('h3', {}, 'Ended'), api.table(heads, rows(done.items), 'No older ones.'),
        api.pager(done, after, (cursor) => { after = cursor; notice.attempt(show); })] : '');
  }

  return { card, show };
}
