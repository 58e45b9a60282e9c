// The journal of all services' events, newest first, growing as they happen.
import { time } from './facts.js';

const SHOWN = 200;
const TONES = [[/lost|failed|refused|rejected|revoked|not-enforced/, 'bad'], [/returned|succeeded|taken|enrolled|enforced|installed|imported/, 'ok']];

export default {
  title: 'Journal',
  order: 20,
  async render(element, api) {
    const el = api.el;
    const type = el('input', { placeholder: 'node-lost, ban-added, …' });
    const node = el('input', { placeholder: 'node name' });
    const correlation = el('input', { placeholder: 'request id' });
    const form = el('form', { class: 'form card' }, el('label', {}, 'Type ', type), el('label', {}, 'Node ', node),
      el('label', {}, 'Correlation ', correlation), el('button', { class: 'button', type: 'submit' }, 'Show'));
    const notice = api.notice();
    const rows = el('tbody');
    const heads = ['Time', 'What', 'Node', 'Subject', 'Source', 'Details'];
    element.replaceChildren(form, notice.line, el('table', { class: 'table' },
      el('thead', {}, el('tr', {}, heads.map(head => el('th', {}, head)))), rows));

    const badge = kind => {
      const [, tone] = TONES.find(([pattern]) => pattern.test(kind)) ?? [null, 'idle'];
      return el('span', { class: `badge ${tone}` }, kind);
    };
    const row = event => el('tr', {}, el('td', {}, time(event.time)), el('td', {}, badge(event.kind)), el('td', {}, event.node ?? ''),
      el('td', {}, event.subject ?? ''), el('td', {}, event.source.replace(/^\/services\//, '')),
      el('td', { class: 'wrap' }, Object.entries(event.data).map(([name, value]) => `${name}: ${value}`).join(', ')));

    let stop = () => {};
    let turn = 0;
    async function show() {
      stop();
      const mine = ++turn;
      const query = new URLSearchParams(Object.entries({ type: type.value, node: node.value, correlation: correlation.value })
        .map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
      const page = await api.get(`events?order=newest&limit=${SHOWN}&${query}`);
      if (mine !== turn) return;
      if (!page.items.length) notice.say('Nothing yet.');
      rows.replaceChildren(...page.items.map(row));
      const last = page.items[0]?.sequence ?? 0;
      stop = api.follow(`events?follow=true&after=${last}&${query}`, event => {
        notice.say('');
        rows.prepend(row(event));
        while (rows.children.length > SHOWN) rows.lastChild.remove();
      });
    }

    form.addEventListener('submit', event => { event.preventDefault(); notice.attempt(show); });
    await notice.attempt(show);
    return () => { turn++; stop(); };
  },
};
