// What is on its way to the copies, and what became of the last ones.
import { at, badge, bytes, end, fromTo } from './words.js';

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

  const stop = (transfer) => notice.attempt(async () => {
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
    const says = told ? `${bytes(step.movedBytes)} of ${bytes(step.totalBytes)}` : 'begins';
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
    const button = el('button', { class: 'button', type: 'button' }, 'End');
    button.addEventListener('click', () => stop(transfer));
    return button;
  }

  async function show() {
    // The newest may all be waiting behind older ones that run.
    const [running, newest] = await Promise.all([api.get('transfers?state=PULLING&limit=100'), api.get('transfers?limit=20')]);
    const known = new Set(running.items.map((t) => t.id));
    const shown = [...running.items, ...newest.items.filter((t) => !known.has(t.id))];
    card.replaceChildren(el('h2', {}, 'Transfers'), api.table(['Source → copy', 'State', 'Sends', 'Asked', 'Outcome', ''],
      shown.map((t) => [fromTo(el, t), badge(el, TONES[t.state], t.state), sends(t),
        [t.askedBy ?? 'fleet.yaml', ' ', at(el, t.askedAt)], outcome(t), ending(t)]),
      'Nothing was ever transferred.'));
  }

  return { card, show };
}
