// The journal of all services' events, newest first, growing as they happen.
import { time } from '/api.js';
import { says, tone } from './words.js';

const SHOWN = 200;

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
    const connection = api.notice();
    const rows = el('tbody');
    const heads = ['Time', 'What', 'Node', 'Subject', 'Source', 'Details'];
    const count = el('span');
    const older = el('button', { class: 'button', type: 'button' }, 'Older');
    const cut = el('p', { class: 'pager', hidden: true }, count, ' ', older);
    element.replaceChildren(form, notice.line, connection.line, el('table', { class: 'table' },
      el('thead', {}, el('tr', {}, heads.map(head => el('th', {}, head)))), rows), cut);

    const row = event => el('tr', { 'data-sequence': event.sequence },
      el('td', {}, el('time', { datetime: event.time }, time(event.time, { seconds: true }))), el('td', {}, el('span', { class: `badge ${tone(event)}` }, event.kind)),
      el('td', {}, event.node ?? ''), el('td', { class: 'wrap' }, event.subject ?? ''), el('td', {}, event.source.replace(/^\/services\//, '')),
      el('td', { class: 'wrap wide' }, Object.entries(event.data).map(([name, value]) => `${name}: ${says(value)}`).join(', ')));

    let stop = () => {};
    let turn = 0;
    let most = SHOWN;
    let query = '';

    function tellCut(isCut) {
      cut.hidden = !isCut;
      count.textContent = `The newest ${rows.children.length}.`;
    }

    async function showOlder() {
      const mine = turn;
      const page = await api.get(`events?order=newest&limit=${SHOWN}&after=${rows.lastChild.dataset.sequence}&${query}`);
      if (mine !== turn) return;
      rows.append(...page.items.map(row));
      most = rows.children.length;
      tellCut(Boolean(page.next));
    }

    /** What is older goes on from the last row, which therefore stays until it has come. */
    const isReading = () => older.disabled;

    async function show() {
      stop();
      const mine = ++turn;
      query = new URLSearchParams(Object.entries({ type: type.value, node: node.value, correlation: correlation.value })
        .map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
      const page = await api.get(`events?order=newest&limit=${SHOWN}&${query}`);
      if (mine !== turn) return;
      if (!page.items.length) notice.say('Nothing yet.');
      rows.replaceChildren(...page.items.map(row));
      most = SHOWN;
      tellCut(Boolean(page.next));
      const last = page.items[0]?.sequence ?? 0;
      stop = api.follow(`events?follow=true&after=${last}&${query}`, event => {
        notice.say('');
        rows.prepend(row(event));
        while (!isReading() && rows.children.length > most) rows.lastChild.remove();
        tellCut(!cut.hidden || rows.children.length >= most);
      }, connection.connection);
    }

    form.addEventListener('submit', event => { event.preventDefault(); notice.attempt(show); });
    older.addEventListener('click', () => notice.attempt(() => api.occupy([older], showOlder)));
    await notice.attempt(show);
    return () => { turn++; stop(); };
  },
};
