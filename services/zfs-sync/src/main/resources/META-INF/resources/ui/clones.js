// Sets of staging clones: which moment they show, and taking them to another.
import { at, badge } from './words.js';

const TONES = { ACTING: 'warn', DONE: 'ok', FAILED: 'bad' };

export default function clones(api, notice) {
  const { el } = api;
  const card = el('div', { class: 'card' });

  const refresh = (set) => notice.attempt(async () => {
    const stopped = set.consumers.map(({ node, units }) => `${units.join(', ')} on ${node}`).join(', then ');
    if (!window.confirm(`Refresh ${set.name}? ${stopped ? `Stopped meanwhile: ${stopped}.` : 'Nobody is stopped.'} What was written to the clones is lost.`)) {
      return;
    }
    await api.post(`clones/${encodeURIComponent(set.name)}/refresh`, {});
    await show();
    notice.say(`${set.name} is being refreshed`);
  });

  function last(run) {
    if (!run) {
      return 'never refreshed';
    }
    const problem = run.problem ? [el('div', {}, `${run.failedStep}: ${run.problem}`),
      el('div', {}, run.inPlace === 'FRESH' ? 'the fresh clones are in place' : 'the clones are as they were')] : '';
    return [badge(el, TONES[run.state], run.step ?? run.state), ' ', run.endedAt ? at(el, run.endedAt) : '', problem,
      run.down.length ? el('div', {}, `not running again: ${run.down.join(', ')}`) : '',
      run.left ? el('div', {}, `left: ${run.left}`) : ''];
  }

  const row = (set) => [
    [set.name, el('div', {}, `on ${set.node}`)],
    set.moment ? at(el, set.moment) : 'no one moment',
    set.clones.map((clone) => el('div', {}, `${clone.target} ← ${clone.origin ?? clone.source}`)),
    set.next ? at(el, set.next) : 'by call',
    last(set.last),
    api.may('operator') ? el('button', { class: 'button', type: 'button', 'data-key': `refresh ${set.name}`, onclick: () => refresh(set) }, 'Refresh') : '',
  ];

  async function show() {
    const sets = await api.all('clones');
    card.hidden = !sets.length;
    api.redraw(card, el('h2', {}, 'Staging clones'),
      api.table(['Set', 'Shows', 'Clones', 'Next', 'Last refresh', ''], sets.map(row), ''));
  }

  return { card, show };
}
