// Who is banned, where that is enforced, and a form to ban.
import { time } from '/api.js';

const tone = { ENFORCED: 'ok', WANTED: 'idle', NOT_ENROLLED: 'idle', MISSING: 'warn', FAILED: 'bad' };

function form(api, notice, done) {
  const { el } = api;
  const network = el('input', { name: 'network', 'aria-label': 'Address or network', required: true, placeholder: '192.0.2.7 or 2001:db8::/32' });
  const reason = el('input', { name: 'reason', 'aria-label': 'Reason', required: true, maxlength: 200, placeholder: 'why' });
  const ends = [['PT1H', '1 hour'], ['P1D', '1 day'], ['P7D', '7 days'], ['P30D', '30 days'], ['P365D', '1 year'], ['', 'until lifted']];
  const end = el('select', { name: 'duration', 'aria-label': 'For how long' }, ...ends.map(([value, text]) => el('option', { value }, text)));
  const box = el('form', { class: 'form' }, network, reason, end, el('button', { class: 'button', type: 'submit' }, 'Ban everywhere'));
  notice.submit(box, async () => {
    const what = network.value.trim();
    const ban = await api.post('bans', {
      [what.includes('/') ? 'cidr' : 'address']: what,
      reason: reason.value,
      ...(end.value ? { duration: end.value } : { permanent: true }),
    });
    box.reset();
    await done();
    notice.say(`${ban.network} is banned ${ban.until ? `until ${time(ban.until)}` : 'until lifted'}`);
  });
  return box;
}

export default {
  title: 'Bans',
  order: 30,
  async render(element, api) {
    const { el } = api;
    const notice = api.notice();
    const list = el('div', { class: 'card' });
    const search = el('input', { type: 'search', placeholder: 'bans that hit this address', 'aria-label': 'Bans that hit this address' });
    const shown = new Map();
    let after = '';

    // The list moves under the pointer when somebody bans another.
    const lift = (ban) => notice.attempt(async () => {
      if (!window.confirm(`Lift the ban of ${ban.network} (${ban.reason})?`)) {
        return;
      }
      await api.delete(`bans/${ban.id}`);
      await show();
      notice.say(`${ban.network} is banned no longer`);
    });

    async function perProxy(ban, cell) {
      if (shown.delete(ban.id)) {
        cell.replaceChildren();
        return;
      }
      const detail = await api.get(`bans/${ban.id}`);
      shown.set(ban.id, true);
      cell.replaceChildren(...detail.proxies.map((p) => el('div', {},
        el('span', { class: `badge ${tone[p.state]}` }, p.state.toLowerCase().replace('_', ' ')),
        ` ${p.node}: wanted ${time(p.wantedSince)}, enforced ${time(p.enforcedSince)}${p.problem ? `, ${p.problem}` : ''}`)));
    }

    function row(ban, proxies) {
      const cell = el('div', {});
      const everywhere = proxies > 0 && ban.enforcedOn >= proxies;
      const where = el('button', { class: 'button', type: 'button', title: 'Per proxy', 'data-key': `proxies ${ban.id}` },
        el('span', { class: `badge ${everywhere ? 'ok' : 'warn'}` }, `${ban.enforcedOn} of ${proxies}`));
      where.addEventListener('click', () => notice.attempt(() => perProxy(ban, cell)));
      const end = el('button', { class: 'button', type: 'button', 'data-key': `lift ${ban.id}` }, 'Lift');
      end.addEventListener('click', () => lift(ban));
      if (shown.delete(ban.id)) {
        perProxy(ban, cell).catch((failure) => notice.say(failure.message));
      }
      return [ban.network, ban.reason, ban.addedBy, time(ban.addedAt), ban.until ? time(ban.until) : 'until lifted', [where, cell],
        api.may('operator') ? end : ''];
    }

    async function show() {
      const address = search.value.trim();
      const query = `bans?active=true&limit=50${after ? `&after=${after}` : ''}`
        + (address ? `&address=${encodeURIComponent(address)}` : '');
      const [page, proxies] = await Promise.all([api.get(query), api.get('proxies')]);
      const troubled = proxies.filter((p) => p.problem);
      api.redraw(list,
        ...troubled.map((p) => el('p', {}, el('span', { class: 'badge bad' }, p.node), ` ${p.problem}`)),
        api.table(['Network', 'Reason', 'By', 'Since', 'Until', 'Enforced', ''], page.items.map((ban) => row(ban, proxies.length)),
          address ? `Nothing bans ${address}.` : 'Nobody is banned.'),
        api.pager(page, after, (cursor) => { after = cursor; notice.attempt(show); }));
    }

    search.addEventListener('change', () => { after = ''; notice.attempt(show); });
    element.replaceChildren(
      api.may('operator') ? el('div', { class: 'card' }, el('h2', {}, 'Ban an address or a network'), form(api, notice, show)) : '',
      notice.line, search, list);
    await show();
    return notice.repeat(show, 5000);
  },
};
