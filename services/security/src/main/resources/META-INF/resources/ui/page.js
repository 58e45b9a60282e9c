// Which machines are trusted, an invitation for another, and the keys of the tunnels.
import { time } from '/api.js';

const REFRESH = 5000;
const TONES = { ENROLLED: 'ok', REVOKED: 'bad', DONE: 'ok', FAILED: 'bad', ISSUING: 'warn', INSTALLING: 'warn' };

export default {
  title: 'Security',
  order: 50,
  async render(element, api) {
    const el = api.el;
    const badge = (state) => el('span', { class: `badge ${TONES[state] ?? 'idle'}` }, state);
    const notice = api.notice();
    const token = el('div');
    const nodes = el('div');
    const tunnels = el('div');

    element.replaceChildren(api.may('admin') ? invitationForm() : '', token, notice.line, el('h3', {}, 'Nodes'), nodes, el('h3', {}, 'Tunnels'), tunnels);
    await notice.attempt(refresh);
    return notice.repeat(refresh, REFRESH);

    function invitationForm() {
      const node = el('input', { name: 'node', required: true, maxlength: '63', placeholder: 'node name' });
      const form = el('form', { class: 'form card' }, el('label', {}, 'Invite a machine ', node),
        el('button', { class: 'button', type: 'submit' }, 'Make a token'));
      notice.submit(form, async () => {
        const name = node.value.trim();
        showToken(name, await api.post('invitations', { node: name }));
        form.reset();
      });
      return form;
    }

    function showToken(node, made) {
      const hide = el('button', { class: 'button', type: 'button' }, 'I have copied it');
      hide.addEventListener('click', () => token.replaceChildren());
      token.replaceChildren(el('div', { class: 'card' },
        el('p', {}, `The token of ${node}, good for one machine until ${time(made.expiresAt)}. It is shown only here:`),
        el('pre', {}, made.token), hide));
    }

    async function refresh() {
      const [known, declared] = await Promise.all([api.all('nodes'), api.all('tunnels')]);
      api.redraw(nodes, api.table(['Node', 'Trust', 'Key', 'Enrolled', 'Revoked', ''], known.map(nodeRow), 'No machine has joined yet.'));
      api.redraw(tunnels, api.table(['Tunnel', 'Server', 'Client', 'Key in use', 'Newest rotation', ''], declared.map(tunnelRow),
        'The fleet declares no tunnel.'));
    }

    function nodeRow(node) {
      return [node.node, badge(node.status), el('code', {}, node.keyId), time(node.enrolledAt), time(node.revokedAt),
        node.status === 'ENROLLED' && api.may('admin') ? revokeButton(node.node) : ''];
    }

    function revokeButton(name) {
      const button = el('button', { class: 'button quiet', type: 'button', 'data-key': `revoke ${name}` }, 'Revoke…');
      button.addEventListener('click', () => {
        const form = revokeForm(name);
        button.replaceWith(form);
        form.elements.reason.focus();
      });
      return button;
    }

    function revokeForm(name) {
      const reason = el('input', { name: 'reason', required: true, maxlength: '200', placeholder: 'reason', 'aria-label': `Why ${name} is revoked` });
      const cancel = el('button', { class: 'button', type: 'button' }, 'Cancel');
      const form = el('form', { class: 'form' }, reason, el('button', { class: 'button danger', type: 'submit' }, `Revoke ${name}`), cancel);
      cancel.addEventListener('click', () => {
        const button = revokeButton(name);
        form.replaceWith(button);
        button.focus();
        notice.attempt(refresh);
      });
      notice.submit(form, async () => {
        await api.post(`nodes/${encodeURIComponent(name)}/revoke`, { reason: reason.value });
        form.remove();
        await refresh();
      });
      return form;
    }

    function tunnelRow(tunnel) {
      const latest = tunnel.latest;
      const running = latest && ['ISSUING', 'INSTALLING'].includes(latest.state);
      const rotate = el('button', { class: 'button', type: 'button', 'data-key': `rotate ${tunnel.name}` }, 'New key');
      rotate.disabled = Boolean(running);
      rotate.addEventListener('click', () => notice.attempt(() => newKey(tunnel)));
      const newest = latest ? [badge(latest.state), ` ${time(latest.askedAt)} by ${latest.askedBy} ${latest.detail ?? ''}`] : [];
      return [tunnel.name, tunnel.server.node, tunnel.client.node, el('code', {}, tunnel.inUse?.keyId ?? 'not by Brigade'), newest,
        api.may('admin') ? rotate : ''];
    }

    // The list moves under the pointer when a tunnel is declared.
    async function newKey(tunnel) {
      if (window.confirm(`A new key for the tunnel ${tunnel.name} between ${tunnel.server.node} and ${tunnel.client.node}? The one in use ends.`)) {
        await api.post(`tunnels/${encodeURIComponent(tunnel.name)}/psk`, {});
        await refresh();
      }
    }
  },
};
