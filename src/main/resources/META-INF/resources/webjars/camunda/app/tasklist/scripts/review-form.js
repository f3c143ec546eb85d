/*
 * What the three review forms have in common: reads the record of the task, keeps what the reviewer notes on the server
 * while it is being typed, and completes the task with a decision. What it looks like is in review-screen.js, the points
 * of the check-list are in each form.
 *
 * Only `decision` and `reason` become variables of the task. Everything else stays in /api/review.
 */
import { chineseFailure } from './chinese-failure.js';
import { focus, inherited, neighbour, refetching } from './form-frame.js';

const RECORDS = '/api/review/records/';
const CARDS = '/api/review/cards';

const CONFIRM = 'confirm';
const RETURN = 'return';

const SAVE_AFTER = 700;
const RETRY_AFTER = 5000;

const TEXTS = {
  notFound: '没有找到该任务的职称信息，可能已由他人办理完毕。请刷新任务列表。',
  notLoaded: '职称信息未能读取，请检查网络后重试。',
  notStored: '未能保存到服务器，决定没有提交。您填写的内容仍在本页，请稍后重试。',
  signedOff: '登录已过期，请重新登录。您填写的内容不会丢失。',
  notClaimed: '未能认领此任务，可能同事已先认领。请刷新页面后查看。',
  notCompleted: '决定没有提交成功，请稍后重试。',
  openMarks: '还有未勾选的核对项目。请逐项核对并勾选后再确认；如不符合，请退回修改。',
  reasonMissing: '请填写退回原因，填报人将看到这段文字并据此修改。'
};

/* What could not be stored before a form was closed, by number of the record; lives as long as the page. */
const unsaved = new Map();

const messageOf = (response, otherwise) => {
  if (response.status === 401) {
    return TEXTS.signedOff;
  }
  return response.data && response.data.message || otherwise;
};

/* ---- notes ---- */

/* Keeps notes on the server: a while after the last key, one request at a time, again after a failure. */
const notesKeeper = ($http, $timeout, number, content, tell) => {
  const address = RECORDS + encodeURIComponent(number) + '/notes';
  let typed = 0;
  let stored = 0;
  let timer = null;
  let sending = null;

  const later = delay => {
    $timeout.cancel(timer);
    timer = $timeout(() => flush().catch(() => {}), delay);
  };

  const failed = response => {
    tell(response.status === 409 ? 'refused' : 'failed', response);
    if (response.status !== 409 && response.status !== 400 && response.status !== 401) {
      later(RETRY_AFTER);
    }
    throw response;
  };

  const send = () => {
    const upTo = typed;
    tell('saving');
    sending = $http.put(address, content()).then(() => {
      stored = upTo;
      if (stored === typed) {
        unsaved.delete(number);
        tell('saved');
      }
    }, failed).finally(() => {
      sending = null;
    });
    return sending;
  };

  /* Stores what has not been stored; with `always` even if nothing was typed, to learn whether it still can be. */
  const flush = always => {
    $timeout.cancel(timer);
    if (sending) {
      return sending.then(() => flush(always));
    }
    return always || stored < typed ? send() : Promise.resolve();
  };

  const token = () => (/(?:^|;\s*)XSRF-TOKEN=([^;]*)/.exec(document.cookie) || [])[1] || '';

  return {
    changed() {
      typed++;
      unsaved.set(number, content());
      tell('typing');
      later(SAVE_AFTER);
    },
    flush,
    /* The page is going away: only a request that outlives it can still be sent. */
    flushAtExit() {
      if (stored < typed) {
        fetch(address, {
          method: 'PUT', keepalive: true, credentials: 'same-origin', body: JSON.stringify(content()),
          headers: { 'Content-Type': 'application/json', 'X-XSRF-TOKEN': token() }
        }).catch(() => {});
      }
    },
    close() {
      flush().catch(() => {});
    }
  };
};

/* What goes to the server: every point of the check-list, and the remarks that are not blank. */
const contentOf = review => ({
  marks: review.points.map(({ item, checked }) => ({ item, checked })),
  remarks: Object.entries(review.remarks).filter(([, text]) => text && text.trim()).map(([field, text]) => ({ field, text })),
  reason: review.reason || null
});

const takeNotes = (review, notes) => {
  const checked = new Set(notes.marks.filter(mark => mark.checked).map(mark => mark.item));
  review.points.forEach(point => {
    point.checked = checked.has(point.item);
  });
  notes.remarks.forEach(({ field, text }) => {
    review.remarks[field] = text;
    review.remarkOpen[field] = true;
  });
  review.reason = notes.reason || '';
};

/* ---- record ---- */

/* What the last return asked for beside what was changed after it; one row for each part of the record. */
const amendmentsOf = dossier => {
  const rows = new Map();
  const row = part => {
    if (!rows.has(part.field)) {
      rows.set(part.field, { field: part.field, label: part.label, remarks: [], former: [] });
    }
    return rows.get(part.field);
  };
  dossier.changes.forEach(change => Object.assign(row(change), change, { changed: true, hidden: change.before === change.after }));
  if (dossier.lastReturn) {
    dossier.lastReturn.remarks.forEach(remark => row(remark).remarks.push(remark.text));
  }
  return [...rows.values()];
};

/* Of several files of one kind each gets a number. */
const numbered = files => files.map(file => {
  const alike = files.filter(other => other.key === file.key);
  return alike.length < 2 ? file : Object.assign({}, file, { label: file.label + (alike.indexOf(file) + 1) });
});

const present = (review, dossier) => {
  review.dossier = dossier;
  review.files = numbered(dossier.evidence);
  review.amendments = dossier.submissions > 1 && dossier.lastReturn ? amendmentsOf(dossier) : [];
  review.doubted = new Set(dossier.doubts.filter(doubt => doubt.weight !== 'NONE').map(doubt => doubt.field));
};

/* Whether the reviewer can write in the form: the record waits for this organisation, and no colleague has taken it. */
const settle = (review, scope) => {
  const other = review.assignee && review.assignee !== review.user ? review.assignee : null;
  review.takenBy = review.dossier && review.dossier.decidable && !review.takenOver ? other : null;
  review.writable = Boolean(review.dossier && review.dossier.decidable && !review.takenBy && !review.over);
  // Camunda blocks a form until its task is claimed. This one claims when it decides.
  scope.options.disableForm = false;
  scope.options.disableCompleteButton = !review.writable;
};

const createReviewForm = ($http, $timeout, $location, camAPI, Notifications) => {
  const tasks = camAPI.resource('task');

  const load = (review, scope) => {
    review.failure = null;
    return $http.get(CARDS, { params: { taskIds: review.taskId } })
      .then(({ data }) => {
        if (!data.length) {
          throw { status: 404, data: { message: TEXTS.notFound } };
        }
        return $http.get(RECORDS + encodeURIComponent(data[0].number)).then(({ data: dossier }) => [data[0], dossier]);
      })
      .then(([card, dossier]) => {
        review.amended = card.amended;
        present(review, dossier);
        settle(review, scope);
        return dossier;
      })
      .catch(response => {
        review.failure = messageOf(response, TEXTS.notLoaded);
      });
  };

  const startNotes = (review, scope, dossier) => {
    if (!dossier || !dossier.decidable) {
      return;
    }
    takeNotes(review, unsaved.get(dossier.number) || dossier.notes);
    review.keeper = notesKeeper($http, $timeout, dossier.number, () => contentOf(review), (state, response) => {
      review.saved = state;
      if (state === 'refused') {
        // Somebody else has decided: what is on the screen stays readable, nothing more can be sent.
        review.over = messageOf(response, TEXTS.notCompleted);
        unsaved.delete(dossier.number);
        settle(review, scope);
      } else if (state === 'failed' && response.status === 400) {
        review.message = messageOf(response, TEXTS.notStored);
      }
    });
    if (unsaved.has(dossier.number)) {
      review.keeper.changed();
    }
  };

  /* What has to be there before the decision can be sent; says it beside the thing and moves the focus there. */
  const complete = (review, decision) => {
    review.problems = {};
    const open = review.points.findIndex(point => !point.checked);
    if (decision === CONFIRM && open >= 0) {
      review.problems.marks = TEXTS.openMarks;
      $timeout(() => focus('zc-point-' + open));
    }
    if (decision === RETURN && !review.reason.trim()) {
      review.problems.reason = TEXTS.reasonMissing;
      $timeout(() => focus('zc-reason'));
    }
    return !review.problems.marks && !review.problems.reason;
  };

  const claim = review => review.assignee ? Promise.resolve() : new Promise((resolve, reject) =>
    tasks.claim(review.taskId, review.user, error => error ? reject({ message: TEXTS.notClaimed }) : resolve()));

  const decide = (review, scope, decision) => {
    if (review.sending || !review.writable || !complete(review, decision)) {
      return;
    }
    review.sending = true;
    review.message = null;
    const stop = message => scope.$evalAsync(() => {
      review.sending = false;
      review.message = message;
    });
    review.keeper.flush(true)
      .then(() => claim(review), response => {
        throw { message: review.over ? null : messageOf(response, TEXTS.notStored) };
      })
      .then(() => scope.$evalAsync(() => {
        review.decision = decision;
        review.next = neighbour(review.list, review.taskId);
        scope.complete();
      }))
      .catch(failure => stop(failure.message === undefined ? TEXTS.notCompleted : failure.message));
  };

  const follow = (review, scope) => {
    const data = inherited(scope, 'taskData');
    const mine = data.newChild(scope);
    mine.observe('task', task => {
      if (task && task.id === review.taskId) {
        review.assignee = task.assignee;
        settle(review, scope);
      }
    });
    mine.observe('taskList', list => {
      review.list = list;
    });
    scope.$watch('options.disableForm', disabled => disabled && settle(review, scope));
    review.refetch = refetching(data, mine, $timeout);
  };

  /* With hundreds of records to review nobody wants to go back to the list after each. */
  const openNext = review => {
    if (review.next) {
      // After Tasklist itself has closed the task.
      $timeout(() => $location.search(Object.assign({}, $location.search(), { task: review.next })));
    }
  };

  const listen = (review, scope, camForm) => {
    camForm.on('form-loaded', () => {
      scope.options.hideCompleteButton = true;
      for (const name of ['decision', 'reason']) {
        camForm.variableManager.createVariable({ name, type: 'String', value: null });
      }
    });
    camForm.on('submit', () => {
      // Tasklist's own shortcut completes as well, but only a decision may.
      camForm.submitPrevented = !review.decision;
      if (review.decision) {
        Notifications.clearAll();
        camForm.variableManager.variableValue('decision', review.decision);
        camForm.variableManager.variableValue('reason', review.decision === RETURN ? review.reason.trim() : null);
      }
    });
    camForm.on('submit-success', () => openNext(review));
    camForm.on('submit-failed', (form, [error]) => {
      if (review.decision) {
        review.decision = null;
        review.message = chineseFailure(error && error.message) || TEXTS.notCompleted;
        // It may be that a colleague was faster; then the record says so.
        load(review, scope).then(review.refetch).then(() => scope.$evalAsync(() => {
          review.sending = false;
        }));
      }
    });
  };

  return {
    /* Called by the code in each form. */
    attach(camForm, scope) {
      const review = {
        taskId: camForm.taskId, user: scope.$root.authentication.name,
        points: [], remarks: {}, remarkOpen: {}, reason: '', problems: {}, looks: {}
      };
      Object.assign(review, {
        load: () => load(review, scope).then(dossier => startNotes(review, scope, dossier)),
        changed: () => {
          review.problems = {};
          if (review.keeper && review.writable) {
            review.keeper.changed();
          }
        },
        confirm: () => decide(review, scope, CONFIRM),
        returnRecord: () => decide(review, scope, RETURN),
        takeOver: () => {
          review.takenOver = true;
          settle(review, scope);
        },
        openRemark: key => {
          review.remarkOpen[key] = true;
          $timeout(() => focus('zc-remark-' + key));
        },
        look: field => {
          review.message = null;
          review.proofNeeded = false;
          return $http.post(RECORDS + encodeURIComponent(review.dossier.number) + '/looks', { field: field.look }).then(({ data }) => {
            review.looks[field.key] = data.value;
          }, response => {
            review.message = messageOf(response, TEXTS.notLoaded);
            review.proofNeeded = Boolean(response.data && response.data.type === 'ProofNeeded');
            // Tasklist says that something is forbidden, on top of it.
            $timeout(() => Notifications.clearAll());
          });
        },
        focus
      });
      scope.review = review;
      follow(review, scope);
      listen(review, scope, camForm);
      const leave = () => review.keeper && review.keeper.flushAtExit();
      window.addEventListener('pagehide', leave);
      scope.$on('$destroy', () => {
        window.removeEventListener('pagehide', leave);
        if (review.keeper) {
          review.keeper.close();
        }
      });
    }
  };
};

window.angular.module('cam.tasklist').factory('reviewForm',
  ['$http', '$timeout', '$location', 'camAPI', 'Notifications', createReviewForm]);
