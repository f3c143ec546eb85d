/*
 * Shows on each card of the task list whose record it is: number, person, title, dates, and a badge if the review is
 * overdue, the record came back after a return or another person is asked for; or which unit applies for an account.
 *
 * None of this is a process variable. It is asked of GET /api/review/cards with the ids of all tasks on the page,
 * once per page, and of GET /api/organisation-applications/cards and /api/supervision/cards for those that are no records. A task both answers
 * leave out, and every task if the request fails, keeps its plain card.
 */
const RECORDS = '/api/review/cards';
const APPLICATIONS = '/api/organisation-applications/cards';
const SUPERVISION = '/api/supervision/cards';

const TEXTS = {
  supervision: { REMINDER: '截止日期提醒', URGING: '上级催办', OVERDUE: '督办逾期审核' },
  overdue: '已逾期',
  amended: '退回后重报',
  other: '两人复核',
  missing: '无其他审核人',
  submitted: '提交',
  deadline: '期限'
};

/* Cards waiting for the next request: task id to the functions that fill its cards. */
let waiting = new Map();

/* What the server said last, so that a list refreshed in the background does not flicker. */
let known = new Map();

const shanghaiDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit'
});

const element = (name, className, text) => {
  const node = document.createElement(name);
  node.className = className;
  node.textContent = text;
  return node;
};

const line = (className, children) => {
  const node = element('div', className, '');
  node.append(...children);
  return node;
};

const fill = (container, card) => {
  const badges = [];
  if (card.overdue) {
    badges.push(element('span', 'zc-badge zc-badge-overdue', TEXTS.overdue));
  }
  if (card.amended) {
    badges.push(element('span', 'zc-badge zc-badge-amended', TEXTS.amended));
  }
  if (card.other || card.missing) {
    badges.push(element('span', 'zc-badge ' + (card.missing ? 'zc-badge-overdue' : 'zc-badge-amended'), card.missing ? TEXTS.missing : TEXTS.other));
  }
  const dates = [];
  if (card.submittedAt) {
    dates.push(element('span', 'zc-card-date', TEXTS.submitted + ' ' + shanghaiDay.format(new Date(card.submittedAt))));
  }
  if (card.deadline) {
    dates.push(element('span', 'zc-card-date', TEXTS.deadline + ' ' + card.deadline));
  }
  const content = line('zc-card', [
    line('zc-card-person', [element('strong', 'zc-card-name', card.name), element('span', 'zc-card-title', card.title), ...badges]),
    line('zc-card-facts', [element('span', 'zc-card-number', card.number), ...dates])
  ]);
  container.replaceChildren(content);
};

const cardsOf = async (address, taskIds) => {
  const query = new URLSearchParams();
  taskIds.forEach(taskId => query.append('taskIds', taskId));
  const response = await fetch(address + '?' + query, {
    credentials: 'same-origin',
    headers: { Accept: 'application/json' }
  });
  return response.ok ? response.json() : null;
};

const ofApplication = ({ taskId, number, name, nature, region, filedAt, escalated }) => ({
  taskId, number, name, title: nature + ' · ' + region, submittedAt: filedAt, overdue: escalated
});

const ofSupervision = ({ taskId, kind, name, campaignYear }) => ({
  taskId, number: String(campaignYear), name, title: TEXTS.supervision[kind]
});

const ask = async () => {
  const asked = waiting;
  waiting = new Map();
  try {
    const records = await cardsOf(RECORDS, [...asked.keys()]);
    if (!records) {
      return;
    }
    const found = new Map(records.map(card => [card.taskId, card]));
    const others = [...asked.keys()].filter(taskId => !found.has(taskId));
    if (others.length) {
      (await cardsOf(APPLICATIONS, others) || []).forEach(card => found.set(card.taskId, ofApplication(card)));
      (await cardsOf(SUPERVISION, others) || []).forEach(card => found.set(card.taskId, ofSupervision(card)));
    }
    known = found;
  } catch (failure) {
    console.warn('The details of the tasks could not be loaded', failure);
    return;
  }
  for (const [taskId, shows] of asked) {
    const card = known.get(taskId);
    shows.forEach(show => show(card));
  }
};

export default {
  id: 'review-card',
  pluginPoint: 'tasklist.card',
  priority: 300,
  render: (container, { taskId }) => {
    const show = card => card ? fill(container, card) : container.replaceChildren();
    if (known.has(taskId)) {
      show(known.get(taskId));
    }
    if (waiting.size === 0) {
      requestAnimationFrame(ask);
    }
    waiting.set(taskId, [...(waiting.get(taskId) || []), show]);
  }
};
