// What stories use: played answers in place of the services, a page to look at, and looking.
const real = window.fetch.bind(window);
const later = window.setTimeout.bind(window);
const often = window.setInterval.bind(window);
const page = document.getElementById('page');

/** Every call as `METHOD path`, with its body and headers. */
export const calls = [];
const answers = new Map();

/** `answer` is what is answered, or a function of the call that makes it; a Response is answered as it is. */
export function play(call, answer) {
  answers.set(call, answer);
}

export const items = (...all) => ({ items: all });
export const problem = (status, detail) => new Response(JSON.stringify({ detail }), { status });

/** The longest call that is played and that the path begins with; without any, an empty list. */
window.fetch = async (address, options = {}) => {
  const path = `${options.method ?? 'GET'} ${String(address).replace(/^\/api\//, '')}`;
  const call = { path, body: options.body && JSON.parse(options.body), headers: options.headers ?? {}, signal: options.signal };
  calls.push(call);
  const key = [...answers.keys()].filter(one => path.startsWith(one)).sort((a, b) => b.length - a.length)[0];
  const answer = answers.get(key) ?? items();
  const made = await (typeof answer === 'function' ? answer(call) : answer);
  return made instanceof Response ? made : new Response(JSON.stringify(made));
};

/** Which services cannot even be asked for their pages. */
export const away = (...services) => real('/played/away', { method: 'POST', body: services.join(',') });

export function as(role) {
  const claims = btoa(JSON.stringify({ upn: 'alex', groups: [role], exp: 4102444800 })).replace(/=+$/, '');
  sessionStorage.setItem('brigade-token', `x.${claims}.x`);
}

/** Time goes by a hundred times as fast; a minute is 0.6 s. To be called before the console is loaded. */
export function hurry() {
  window.setTimeout = (work, pause, ...more) => later(work, pause / 100, ...more);
  window.setInterval = (work, pause, ...more) => often(work, pause / 100, ...more);
}

/** What window.confirm asked; it is answered with `word`. */
export function confirmations(word) {
  const asked = [];
  window.confirm = text => { asked.push(text); return word; };
  return asked;
}

/** Opens a page of a service without the shell. Returns where it is drawn. */
export async function open(service, title, role = 'admin') {
  as(role);
  const { api } = await import('/api.js');
  const { default: pages } = await import(`/api/${service}/ui/page.js`);
  const one = [pages].flat().find(it => it.title === title);
  const section = document.createElement('section');
  page.replaceChildren(section);
  await one.render(section, api(service));
  return section;
}

export function check(isSo, what) {
  if (!isSo) throw new Error(what);
}

export function same(is, wanted) {
  const [a, b] = [JSON.stringify(is), JSON.stringify(wanted)];
  check(a === b, `${a} instead of ${b}`);
}

/** Looks again whenever something changed, until it is so; the runner knows how long that may take. */
export function until(isSo, what) {
  return new Promise((then, otherwise) => {
    const look = () => {
      if (isSo()) {
        clearInterval(timer);
        then();
      }
    };
    const timer = often(look, 20);
    later(() => { clearInterval(timer); otherwise(new Error(`never: ${what}`)); }, 20_000);
    look();
  });
}

export const text = (of = document.body) => of.innerText;
export const sees = words => until(() => text().includes(words), `“${words}” is seen`);
export const all = (selector, of = page) => [...of.querySelectorAll(selector)];
export const button = (label, of = page) => all('button', of).find(one => one.textContent.includes(label));
export const field = (name, of = page) => of.querySelector(`[name="${name}"]`);
export const count = begin => calls.filter(call => call.path.startsWith(begin)).length;
export const again = begin => {
  const before = count(begin);
  return until(() => count(begin) > before + 1, `${begin} is asked for again`);
};
