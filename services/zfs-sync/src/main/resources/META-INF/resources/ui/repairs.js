// What keeps copies from being brought up to date, what would mend it, and the word to do so.
import { at, badge, bytes, end } from './words.js';

const TONES = { ACTING: 'warn', DONE: 'ok', FAILED: 'bad' };
const NEWEST = 5;

export default function repairs(api, notice) {
  const { el } = api;
  const card = el('div', { class: 'card' });
  let after = '';

  const approve = (plan) => notice.attempt(async () => {
    const loses = plan.losesNothing ? '' : ` ${bytes(plan.lostBytes)} that only the copy has are lost.`;
    const needed = plan.needed.map((other) => ` ${other}.`).join('');
    if (!window.confirm(`${end(plan.copy)}: ${plan.deeds.join('; ') || 'send all of it anew'}.${loses}${needed}`)) {
      return;
    }
    await api.post('repairs', { node: plan.copy.node, dataset: plan.copy.dataset, plan: plan.plan });
    await show();
    notice.say(`${end(plan.copy)} is being repaired`);
  });

  function cost(plan) {
    const lost = plan.losesNothing ? 'loses nothing' : `loses ${bytes(plan.lostBytes)} in ${plan.destroyedSnapshots} snapshots`;
    const sent = plan.sentBytes == null ? 'sends what the copy lacks' : `sends ${bytes(plan.sentBytes)}${plan.sentWhole ? ', all of it' : ''}`;
    return plan.obstacle ? '–' : [lost, ...plan.needed, sent].map((line) => el('div', {}, line));
  }

  function action(plan) {
    // What loses something is for an admin to approve.
    if (plan.obstacle || !api.may(plan.losesNothing ? 'operator' : 'admin')) {
      return '';
    }
    return el('button', { class: 'button', type: 'button', 'data-key': `approve ${plan.plan}`, onclick: () => approve(plan) }, 'Approve');
  }

  const planned = (plan) => [
    end(plan.copy),
    [badge(el, 'bad', plan.finding.kind), el('div', {}, plan.finding.words)],
    plan.obstacle ?? (plan.deeds.length ? plan.deeds.map((deed) => el('div', {}, deed)) : 'send all of it anew'),
    cost(plan),
    action(plan),
  ];

  const ended = (repair) => [
    end(repair.copy),
    [badge(el, TONES[repair.state], repair.state), ' ', repair.endedAt ? at(el, repair.endedAt) : ''],
    repair.deeds.map((deed) => el('div', {}, `${deed.done ? 'done: ' : ''}${deed.words}`)),
    repair.lostBytes ? `lost ${bytes(repair.lostBytes)}` : '',
    [repair.approvedBy ?? 'by itself', repair.reason ? el('div', {}, `${repair.reason}: ${repair.problem}`) : ''],
  ];

  async function show() {
    const [plans, done] = await Promise.all([api.all('repairs/plans'), api.get(`repairs?limit=${NEWEST}${after ? `&after=${after}` : ''}`)]);
    card.hidden = !plans.length && !done.items.length && !after;
    api.redraw(card, el('h2', {}, 'Copies that cannot go on'),
      api.table(['Copy', 'Why', 'What would mend it', 'At what cost', ''], plans.map(planned), 'Every copy can go on.'),
      done.items.length || after ? [el('h3', {}, 'Repairs'),
        api.table(['Copy', 'State', 'What was done', 'Lost', 'Approved'], done.items.map(ended), ''),
        api.pager(done, after, (cursor) => { after = cursor; notice.attempt(show); })] : '');
  }

  return { card, show };
}
