/*
 * The form in which the competent superior decides on the application of a unit without an account. Expects the title and
 * the points to look at in the form's own mark-up, as the review forms have them.
 *
 * What is chosen (superior, code, account, other organisation) is stored through /api/organisation-applications before the
 * task is completed; only `decision` and `reason` become variables of the task. All data are bound as text.
 */
import { chineseFailure } from './chinese-failure.js';
import { focus, inherited, neighbour, refetching } from './form-frame.js';

const APPLICATIONS = '/api/organisation-applications/';
const SEARCH_AFTER = 300;

const TEXTS = {
  notFound: '没有找到该任务的申请，可能已由他人办理完毕。请刷新任务列表。',
  notLoaded: '申请未能读取，请检查网络后重试。',
  notStored: '未能保存到服务器，决定没有提交。您填写的内容仍在本页，请稍后重试。',
  signedOff: '登录已过期，请重新登录。您填写的内容仍在本页。',
  notClaimed: '未能认领此任务，可能同事已先认领。请刷新页面后查看。',
  notCompleted: '决定没有提交成功，请稍后重试。',
  verdictMissing: '请先选择审核决定。',
  pickMissing: '请查找并选择一个机构。',
  codeMissing: '请填写机构代码，或先由申请单位提供统一社会信用代码。',
  reasonMissing: '请填写原因，对方将看到这段文字。'
};

/* In the order in which they are offered. `pick` is what has to be chosen for it. */
const VERDICTS = [
  { key: 'approve', text: '批准', hint: '创建机构和管理员账号', pick: 'superior', pickText: '上级机构' },
  { key: 'refer', text: '转由现有机构填报', hint: '不创建账号，其人员在现有机构填报', pick: 'referral', pickText: '由哪个机构填报' },
  { key: 'forward', text: '转交其他机构', hint: '不属于本机构管辖', pick: 'forwarding', pickText: '转交给', reason: true },
  { key: 'reject', text: '不予批准', hint: '申请人可以查到原因', reason: true }
];

const TEMPLATE = `
<div class="zc-review zc-registration" ng-class="{ 'zc-final': form.application && !form.application.decidable }">
  <div class="zc-loading" ng-if="!form.application && !form.failure">正在读取申请…</div>
  <div class="zc-alert" role="alert" ng-if="form.failure">
    {{ form.failure }} <button type="button" class="btn btn-link" ng-click="form.load()">重试</button>
  </div>

  <div class="zc-frame" ng-if="form.application">
    <header class="zc-head">
      <strong class="zc-head-name">{{ form.application.name }}</strong>
      <span class="zc-head-number">{{ form.application.number }}</span>
      <span class="zc-badge zc-badge-overdue" ng-if="form.application.escalated">五日未办，已报上级</span>
      <span class="zc-head-stage">{{ form.application.organisation.name }}</span>
    </header>
    <div class="zc-notice" role="status" ng-if="form.application.notice">{{ form.application.notice }}</div>
    <div class="zc-notice" role="status" ng-if="form.takenBy">
      同事 {{ form.takenBy }} 已认领此任务，您可以查看。
      <button type="button" class="btn btn-default btn-sm" ng-click="form.takeOver()">改由我办理</button>
    </div>

    <div class="zc-registration-columns">
      <div>
        <section>
          <h3>申请内容</h3>
          <div class="zc-field" ng-repeat="row in form.rows"><span class="zc-label">{{ row.label }}</span><span class="zc-value zc-words">{{ row.value || '—' }}</span></div>
        </section>
        <section>
          <h3>建议的受理机构</h3>
          <p><strong>{{ form.application.proposal.name }}</strong> <span class="zc-hint">{{ form.application.proposalReason }}</span></p>
        </section>
        <section>
          <h3>相近的现有机构 <span class="zc-count" ng-if="form.application.alike.length">{{ form.application.alike.length }}</span></h3>
          <p class="zc-hint" ng-if="!form.application.alike.length">没有名称相近或统一社会信用代码相同的机构。</p>
          <ul class="zc-alike"><li ng-repeat="one in form.application.alike track by one.code">{{ one.name }} <span class="zc-hint">{{ one.kind }}，上级：{{ one.superior || '—' }}</span></li></ul>
        </section>
        <details class="zc-history" open>
          <summary>办理过程（{{ form.application.steps.length }}）</summary>
          <ol class="zc-steps">
            <li ng-repeat="step in form.application.steps">
              {{ moment(step.at) }} {{ step.text }} {{ step.organisation }}<span ng-if="step.account">（{{ step.account }}）</span><span class="zc-words" ng-if="step.reason">：{{ step.reason }}</span>
            </li>
          </ol>
        </details>
      </div>

      <div ng-if="form.application.decidable">
        <section class="zc-points">
          <h3>{{ points.title }}</h3>
          <ul><li ng-repeat="point in points.items">{{ point }}</li></ul>
        </section>
        <section role="radiogroup" aria-label="审核决定" ng-class="{ 'zc-problem': form.problems.verdict }">
          <h3>审核决定</h3>
          <p class="zc-error" role="alert" ng-if="form.problems.verdict">{{ form.problems.verdict }}</p>
          <label class="zc-verdict" ng-repeat="one in form.verdicts" ng-class="{ 'zc-chosen': form.verdict === one }">
            <input type="radio" name="zc-verdict" id="zc-verdict-{{ one.key }}" ng-model="form.verdict" ng-value="one" ng-change="form.changed()" ng-disabled="!form.writable">
            <span><strong>{{ one.text }}</strong> <span class="zc-hint">{{ one.hint }}</span></span>
          </label>
        </section>
        <section ng-if="form.verdict.pick" ng-class="{ 'zc-problem': form.problems.pick }">
          <h3><label for="zc-search">{{ form.verdict.pickText }}</label></h3>
          <p class="zc-picked" role="status"><span ng-if="form.picked[form.verdict.pick]">✓ {{ form.picked[form.verdict.pick].name }} <span class="zc-hint">{{ form.picked[form.verdict.pick].kind }}</span></span></p>
          <p class="zc-error" role="alert" ng-if="form.problems.pick">{{ form.problems.pick }}</p>
          <input type="text" class="form-control" id="zc-search" placeholder="输入机构名称的一部分，另选机构" autocomplete="off" maxlength="100" ng-model="form.search"
                 ng-change="form.find()" ng-readonly="!form.writable">
          <ul class="zc-found" ng-if="form.found">
            <li ng-repeat="one in form.found track by one.code"><button type="button" class="btn btn-link" ng-click="form.pick(one)">{{ one.name }}</button> <span class="zc-hint">{{ one.kind }}，上级：{{ one.superior || '—' }}</span></li>
            <li class="zc-hint" ng-if="!form.found.length">没有查到可以选择的机构。</li>
          </ul>
        </section>
        <section ng-if="form.verdict.key === 'approve'" ng-class="{ 'zc-problem': form.problems.code }">
          <h3><label for="zc-code">机构代码</label></h3>
          <p class="zc-error" role="alert" ng-if="form.problems.code">{{ form.problems.code }}</p>
          <input type="text" class="form-control" id="zc-code" maxlength="60" ng-model="form.code" ng-change="form.changed()" ng-readonly="!form.writable">
          <p class="zc-hint">小写字母、数字，中间可用单个连字符；创建后不能修改。</p>
          <h3><label for="zc-administrator">管理员账号</label></h3>
          <p class="zc-error" role="alert" ng-if="form.application.accountTaken && form.administrator === form.application.administrator">账号 {{ form.application.administrator }} 已被使用，请另定一个。</p>
          <input type="text" class="form-control" id="zc-administrator" maxlength="80" ng-model="form.administrator" ng-change="form.changed()" ng-readonly="!form.writable">
          <h3><label for="zc-administrator-name">管理员姓名</label></h3>
          <input type="text" class="form-control" id="zc-administrator-name" maxlength="80" ng-model="form.administratorName" ng-change="form.changed()" ng-readonly="!form.writable">
          <p class="zc-hint" ng-if="!form.application.askedByIndividual">初始密码由申请单位凭申请编号和查询码领取一次，您看不到。</p>
          <p class="zc-hint" ng-if="form.application.askedByIndividual">由个人代为申请：批准后请在“机构管理”中添加管理员或重置密码，并转交单位。</p>
        </section>
        <section class="zc-reason" ng-if="form.verdict" ng-class="{ 'zc-problem': form.problems.reason }">
          <h3><label for="zc-reason">{{ form.verdict.reason ? '原因' : '给申请人的说明' }}</label> <span class="zc-hint">{{ form.verdict.reason ? '必填' : '选填' }}</span></h3>
          <p class="zc-error" role="alert" ng-if="form.problems.reason">{{ form.problems.reason }}</p>
          <textarea class="form-control" id="zc-reason" rows="3" maxlength="1000" ng-model="form.reason" ng-change="form.changed()" ng-readonly="!form.writable"></textarea>
        </section>
      </div>
    </div>

    <footer class="zc-decide" ng-if="form.application.decidable">
      <span class="zc-error" role="alert" ng-if="form.message">{{ form.message }}</span>
      <span class="zc-buttons">
        <button type="button" class="btn btn-primary zc-decide-button" ng-click="form.decide()" ng-disabled="form.sending || !form.writable">{{ form.verdict ? form.verdict.text : '提交决定' }}</button>
      </span>
    </footer>
  </div>
</div>`;

const shanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit'
});

const messageOf = (response, otherwise) => response.status === 401 ? TEXTS.signedOff : response.data && response.data.message || otherwise;

const rowsOf = application => [
  { label: '单位性质', value: application.natureText },
  { label: '行政区', value: application.regionName + ' ' + application.region },
  { label: '所属行业', value: application.field },
  { label: '统一社会信用代码', value: application.creditCode },
  { label: '联系人', value: application.contactName },
  { label: '联系电话', value: application.contactPhone },
  { label: '申请人', value: application.askedByIndividual ? '个人（单位不在系统中）' : '单位' },
  { label: '申请时间', value: shanghai.format(new Date(application.filedAt)) }
];

const present = (form, application) => {
  const first = !form.application;
  form.application = application;
  form.rows = rowsOf(application);
  // Who is no unit cannot become an organisation.
  form.verdicts = VERDICTS.filter(one => one.key !== 'approve' || !application.referralOnly);
  if (first) {
    form.picked = { superior: application.superior, referral: application.referral, forwarding: application.forwarding };
    form.code = application.code || '';
    form.administrator = application.administrator || '';
    form.administratorName = application.administratorName || '';
  }
};

/* Whether the reviewer can write in the form: the application waits, and no colleague has taken it. */
const settle = (form, scope) => {
  const other = form.assignee && form.assignee !== form.user ? form.assignee : null;
  const decidable = Boolean(form.application && form.application.decidable);
  form.takenBy = decidable && !form.takenOver ? other : null;
  form.writable = decidable && !form.takenBy;
  // Camunda blocks a form until its task is claimed. This one claims when it decides.
  scope.options.disableForm = false;
  scope.options.disableCompleteButton = !form.writable;
};

/* What has to be there before the decision can be sent; says it beside the thing and moves the focus there. */
const complete = (form, $timeout) => {
  const problems = {};
  if (!form.verdict) {
    problems.verdict = TEXTS.verdictMissing;
    $timeout(() => focus('zc-verdict-' + form.verdicts[0].key));
  } else if (form.verdict.pick && !form.picked[form.verdict.pick]) {
    problems.pick = TEXTS.pickMissing;
    $timeout(() => focus('zc-search'));
  } else if (form.verdict.key === 'approve' && !form.code.trim()) {
    problems.code = TEXTS.codeMissing;
    $timeout(() => focus('zc-code'));
  } else if (form.verdict.reason && !form.reason.trim()) {
    problems.reason = TEXTS.reasonMissing;
    $timeout(() => focus('zc-reason'));
  }
  form.problems = problems;
  return Object.keys(problems).length === 0;
};

const chosenOf = form => {
  const code = one => one ? one.code : null;
  return {
    superior: code(form.picked.superior), referral: code(form.picked.referral),
    // What is not decided now is not to be in the way of a later decision.
    forwarding: form.verdict.key === 'forward' ? code(form.picked.forwarding) : null,
    code: form.code.trim() || null, administrator: form.administrator.trim() || null, administratorName: form.administratorName.trim() || null
  };
};

const createRegistrationForm = ($http, $timeout, $location, camAPI, Notifications) => {
  const tasks = camAPI.resource('task');

  const load = (form, scope) => {
    form.failure = null;
    return $http.get(APPLICATIONS + 'cards', { params: { taskIds: form.taskId } })
      .then(({ data }) => {
        if (!data.length) {
          throw { status: 404, data: { message: TEXTS.notFound } };
        }
        return $http.get(APPLICATIONS + encodeURIComponent(data[0].number));
      })
      .then(({ data }) => {
        present(form, data);
        settle(form, scope);
      })
      .catch(response => {
        form.failure = messageOf(response, TEXTS.notLoaded);
      });
  };

  const find = form => {
    $timeout.cancel(form.searching);
    if (!form.search.trim()) {
      form.found = null;
      return;
    }
    form.searching = $timeout(() => $http.get(APPLICATIONS + encodeURIComponent(form.application.number) + '/organisations',
      { params: { purpose: form.verdict.pick, name: form.search } }).then(({ data }) => {
      form.found = data;
    }, response => {
      form.message = messageOf(response, TEXTS.notLoaded);
    }), SEARCH_AFTER);
  };

  const claim = form => form.assignee ? Promise.resolve() : new Promise((resolve, reject) =>
    tasks.claim(form.taskId, form.user, error => error ? reject({ message: TEXTS.notClaimed }) : resolve()));

  const decide = (form, scope) => {
    if (form.sending || !form.writable || !complete(form, $timeout)) {
      return;
    }
    form.sending = true;
    form.message = null;
    $http.put(APPLICATIONS + encodeURIComponent(form.application.number) + '/choice', chosenOf(form))
      .then(() => claim(form), response => {
        throw { message: messageOf(response, TEXTS.notStored) };
      })
      .then(() => scope.$evalAsync(() => {
        form.decision = form.verdict.key;
        form.next = neighbour(form.list, form.taskId);
        scope.complete();
      }))
      .catch(failure => scope.$evalAsync(() => {
        form.sending = false;
        form.message = failure.message || TEXTS.notCompleted;
      }));
  };

  const follow = (form, scope) => {
    const data = inherited(scope, 'taskData');
    const mine = data.newChild(scope);
    mine.observe('task', task => {
      if (task && task.id === form.taskId) {
        form.assignee = task.assignee;
        settle(form, scope);
      }
    });
    mine.observe('taskList', list => {
      form.list = list;
    });
    scope.$watch('options.disableForm', disabled => disabled && settle(form, scope));
    form.refetch = refetching(data, mine, $timeout);
  };

  const listen = (form, scope, camForm) => {
    camForm.on('form-loaded', () => {
      scope.options.hideCompleteButton = true;
      for (const name of ['decision', 'reason']) {
        camForm.variableManager.createVariable({ name, type: 'String', value: null });
      }
    });
    camForm.on('submit', () => {
      // Tasklist's own shortcut completes as well, but only a decision may.
      camForm.submitPrevented = !form.decision;
      if (form.decision) {
        Notifications.clearAll();
        camForm.variableManager.variableValue('decision', form.decision);
        camForm.variableManager.variableValue('reason', form.reason.trim() || null);
      }
    });
    camForm.on('submit-success', () => {
      if (form.next) {
        // After Tasklist itself has closed the task.
        $timeout(() => $location.search(Object.assign({}, $location.search(), { task: form.next })));
      }
    });
    camForm.on('submit-failed', (failed, [error]) => {
      if (form.decision) {
        form.decision = null;
        form.message = chineseFailure(error && error.message) || TEXTS.notCompleted;
        // Tasklist says the same in the engine's words, on top of the button with which it could be mended.
        $timeout(() => Notifications.clearAll());
        // It may be that a colleague was faster; then the application says so.
        load(form, scope).then(form.refetch).then(() => scope.$evalAsync(() => {
          form.sending = false;
        }));
      }
    });
  };

  return {
    /* Called by the code in the form. */
    attach(camForm, scope) {
      const form = {
        taskId: camForm.taskId, user: scope.$root.authentication.name, verdict: null, picked: {}, search: '', found: null,
        code: '', administrator: '', administratorName: '', reason: '', problems: {}
      };
      Object.assign(form, {
        load: () => load(form, scope),
        changed: () => {
          form.problems = {};
          form.message = null;
          form.search = '';
          form.found = null;
        },
        find: () => find(form),
        pick: one => {
          form.picked[form.verdict.pick] = one;
          form.changed();
        },
        takeOver: () => {
          form.takenOver = true;
          settle(form, scope);
        },
        decide: () => decide(form, scope)
      });
      scope.registration = form;
      follow(form, scope);
      listen(form, scope, camForm);
    }
  };
};

const readPoints = clone => {
  const holder = document.createElement('div');
  holder.append(...clone);
  return { title: holder.querySelector('h3').textContent.trim(), items: [...holder.querySelectorAll('li')].map(node => node.textContent.trim()) };
};

window.angular.module('cam.tasklist')
  .factory('registrationForm', ['$http', '$timeout', '$location', 'camAPI', 'Notifications', createRegistrationForm])
  .directive('zcRegistration', () => ({
    restrict: 'A',
    scope: true,
    transclude: true,
    template: TEMPLATE,
    link(scope, element, attributes, controller, transclude) {
      scope.moment = instant => shanghai.format(new Date(instant));
      transclude(clone => {
        scope.points = readPoints(clone);
        // The form's code, which runs after this, provides it.
        const stop = scope.$watch('registration', form => {
          if (form) {
            stop();
            scope.form = form;
            form.load();
          }
        });
      });
    }
  }));
