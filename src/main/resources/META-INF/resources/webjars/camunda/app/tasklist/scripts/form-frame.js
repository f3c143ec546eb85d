/* What the forms need of Tasklist around them. */

export const inherited = (scope, name) => {
  let at = scope;
  while (at && !Object.hasOwn(at, name)) {
    at = at.$parent;
  }
  return at ? at[name] : undefined;
};

/* The task below the current one in the list, else the one above it. */
export const neighbour = (list, taskId) => {
  const ids = ((list && list._embedded && list._embedded.task) || []).map(task => task.id);
  const at = ids.indexOf(taskId);
  return at < 0 ? undefined : ids[at + 1] || ids[at - 1];
};

export const focus = id => {
  const target = document.getElementById(id);
  if (target) {
    target.focus();
    target.scrollIntoView({ block: 'center' });
  }
};

const REFETCHED_WITHIN = 10000;

/*
 * Has Tasklist fetch its task anew. Until it has, nothing is to be sent: a task that is done meanwhile would come back with an
 * answer that was under way. A network that does not answer keeps nobody waiting for ever.
 */
export const refetching = (data, mine, $timeout) => {
  let done = () => {};
  mine.observe('task', () => done());
  return () => new Promise(resolve => {
    done = resolve;
    $timeout(resolve, REFETCHED_WITHIN);
    data.changed('task');
  });
};
