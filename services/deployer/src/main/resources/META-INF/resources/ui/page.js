// What is deployed where, how far it is, and a form to deploy.
import { time } from '/api.js';

const TONES = { RUNNING: 'warn', DONE: 'ok', SUCCEEDED: 'ok', FAILED: 'bad', CANCELLED: 'idle' };
const STEPS = ['INSPECT', 'FETCH', 'CHECK_OUT', 'BUILD', 'VERIFY'];
const REFRESH = 3000;

const nameOf = ({ application, flavor }) => `${application}/${flavor}`;
const seconds = (duration) => (duration ? duration.slice(2).toLowerCase() : '');

export default {
  title: 'Deployments',
  order: 40,
  async render(element, api) {
    const el = api.el;
    const badge = (state) => el('span', { class: `badge ${TONES[state] ?? 'idle'}` }, state);
    const notice = api.notice();
    const connection = api.notice();
    const list = el('div');
    const detail = el('div');
    let head = el('div');
    let shown = null;
    let after = '';
    let stopLog = () => {};

    const { box, showFlavors } = deployForm();
    element.replaceChildren(box, notice.line, list, detail);
    await notice.attempt(refresh);
    const stop = notice.repeat(refresh, REFRESH);
    return () => {
      stop();
      stopLog();
    };

    /** Empty until it is known what may be deployed; what is chosen and typed stays when that changes. */
    function deployForm() {
      const box = el('div');
      const nothing = el('p', { class: 'card' }, 'The fleet declares no application yet.');
      let flavors;
      const flavor = el('select', { name: 'flavor', required: true });
      const version = el('input', { name: 'version', placeholder: 'release tag', required: true, maxlength: '200' });
      const submit = el('button', { class: 'button', type: 'submit' }, 'Deploy');
      const made = el('form', { class: 'form card' }, el('label', {}, 'Flavor ', flavor), el('label', {}, 'Version ', version), submit);
      notice.submit(made, async ({ key }) => {
        const { application, flavor: name } = flavors.find((f) => nameOf(f) === flavor.value);
        const started = await api.post('deployments', { application, flavor: name, version: version.value }, key);
        version.value = '';
        show(started.id);
      });

      function showFlavors(applications) {
        const now = applications.flatMap((a) => a.flavors.map((f) => ({ application: a.name, flavor: f.name, node: f.node })));
        if (JSON.stringify(now) === JSON.stringify(flavors)) {
          return;
        }
        flavors = now;
        const chosen = flavor.value;
        flavor.replaceChildren(...flavors.map((f) => el('option', { value: nameOf(f) }, `${f.application} / ${f.flavor} on ${f.node}`)));
        if (flavors.some((f) => nameOf(f) === chosen)) {
          flavor.value = chosen;
        }
        const seen = flavors.length ? made : nothing;
        if (box.firstChild !== seen) {
          box.replaceChildren(seen);
        }
      }

      return { box, showFlavors };
    }

    /** What can be had is shown, also when something else fails. */
    async function refresh() {
      await Promise.all([
        api.may('operator') ? api.all('applications').then(showFlavors) : null,
        api.get(`deployments?limit=50${after ? `&after=${after}` : ''}`).then(drawList),
        shown ? api.get(`deployments/${shown}`).then(drawHead) : null,
      ]);
    }

    function drawList(page) {
      api.redraw(list, deploymentTable(page.items), api.pager(page, after, (cursor) => { after = cursor; notice.attempt(refresh); }));
    }

    function deploymentTable(deployments) {
      const rows = deployments.map((d) => {
        const open = el('button', { class: 'button', type: 'button', 'data-key': `show ${d.id}` }, 'Show');
        open.addEventListener('click', () => show(d.id));
        return [`${d.application} / ${d.flavor}`, d.version, badge(d.state), d.state === 'SUCCEEDED' ? '' : d.step, d.requestedBy,
          time(d.requestedAt), open];
      });
      return api.table(['Flavor', 'Version', 'State', 'Step', 'Asked by', 'Asked', ''], rows, 'Nothing was deployed yet.');
    }

    function show(id) {
      stopLog();
      shown = id;
      const log = el('pre', { class: 'log' });
      head = el('div', { class: 'card' });
      connection.say('');
      detail.replaceChildren(head, connection.line, log);
      stopLog = api.follow(`deployments/${id}/log`, (part) => {
        for (const line of part.lines ?? []) {
          log.append(el('span', { class: line.error ? 'error' : '' }, `${part.step.padEnd(9)} ${line.text}\n`));
        }
        if (part.droppedLines) {
          log.append(el('em', {}, `${part.droppedLines} lines were left out\n`));
        }
      }, connection.connection);
      notice.attempt(refresh);
    }

    function drawHead(d) {
      if (d.id !== shown) {
        return; // another was chosen meanwhile
      }
      const begun = new Map(d.steps.map((s) => [s.step, s]));
      const steps = STEPS.map((name) => {
        const s = begun.get(name);
        return el('li', {}, el('span', { class: `badge ${s ? TONES[s.state] : 'idle'}` }, name), ` ${seconds(s?.took)} ${s?.detail ?? ''}`,
          s?.late ? ` (reported late: ${s.late})` : '');
      });
      const parts = [
        el('h3', {}, `${d.application} / ${d.flavor} ${d.version} on ${d.node} `, badge(d.state)),
        el('p', {}, `Asked by ${d.requestedBy}${d.onBehalfOf ? ` for ${d.onBehalfOf}` : ''}, ${time(d.requestedAt)}${d.endedAt ? `, ended ${time(d.endedAt)}` : ''}. ${d.detail ?? ''}`),
        el('ol', {}, ...steps)];
      if (d.state === 'RUNNING' && (api.may('operator') || d.cancelRequestedBy)) {
        const cancel = el('button', { class: 'button', type: 'button', 'data-key': 'cancel' }, d.cancelRequestedBy ? `Cancel asked by ${d.cancelRequestedBy}` : 'Cancel');
        cancel.disabled = Boolean(d.cancelRequestedBy);
        cancel.addEventListener('click', () => notice.attempt(async () => {
          if (window.confirm(`Cancel the deployment of ${d.application} / ${d.flavor} ${d.version} on ${d.node}?`)) {
            await api.post(`deployments/${d.id}/cancel`, {});
            await refresh();
          }
        }));
        parts.push(cancel);
      }
      api.redraw(head, parts);
    }
  },
};
