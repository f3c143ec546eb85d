/*
 * The forms of reminders, of urgings and of supervision. They show the figures as they are at this moment, from
 * /api/supervision; what a superior decides (urge, extend, let lapse) is sent there, too. To complete the task only means
 * that it was read, or that one goes on waiting. All data are bound as text.
 */
import { chineseFailure } from './chinese-failure.js';
import { focus, inherited, neighbour } from './form-frame.js';

const SUPERVISION = '/api/supervision/';

const TEXTS = {
  notFound: '没有找到该任务，可能已由他人办理完毕，或情况已经变化。请刷新任务列表。',
  notLoaded: '数字未能读取，请检查网络后重试。',
  notDone: '没有提交成功，请稍后重试。您填写的内容仍在本页。',
  signedOff: '登录已过期，请重新登录。您填写的内容仍在本页。',
  notClaimed: '未能认领此任务，可能同事已先认领。请刷新页面后查看。',
  nobodyChosen: '请先在表中选择机构。',
  confirmMissing: '请勾选确认后再提交。'
};

const TEMPLATE = `
<div class="zc-review zc-supervision">
  <div class="zc-loading" ng-if="!form.place && !form.failure">正在读取…</div>
  <div class="zc-alert" role="alert" ng-if="form.failure">
    {{ form.failure }} <button type="button" class="btn btn-link" ng-click="form.load()">重试</button>
  </div>

  <div class="zc-frame" ng-if="form.place">
    <header class="zc-head">
      <strong class="zc-head-name">{{ form.place.name }}</strong>
      <span class="zc-badge zc-badge-overdue" ng-if="form.place.overdue">已逾期 {{ form.place.overdue }} 条</span>
      <span class="zc-head-stage">截止 {{ form.place.date }} 24:00</span>
    </header>
    <div class="zc-notice" role="status" ng-if="form.said">{{ form.said }}</div>

    <section ng-if="form.kind === 'URGING' && form.place.urging">
      <h3>{{ form.place.urging.superior }}催办</h3>
      <p class="zc-words">{{ form.place.urging.text }}</p>
      <p class="zc-hint">{{ moment(form.place.urging.at) }}</p>
    </section>

    <section ng-if="form.kind !== 'OVERDUE'">
      <h3>本机构现在</h3>
      <div class="zc-field"><span class="zc-label">待审</span><span class="zc-value">{{ form.place.open }} 条<span ng-if="form.place.oldestSince">，最早的自 {{ day(form.place.oldestSince) }} 起等待</span></span></div>
      <div class="zc-field"><span class="zc-label">其中已逾期</span><span class="zc-value">{{ form.place.overdue }} 条</span></div>
      <div class="zc-field"><span class="zc-label">退回后尚未修改</span><span class="zc-value">{{ form.place.returned }} 条</span></div>
      <div class="zc-field" ng-if="form.place.waiting"><span class="zc-label">等待中，无需办理</span><span class="zc-value">{{ form.place.waiting }} 条</span></div>
      <div class="zc-field" ng-if="form.place.missing"><span class="zc-label">无其他审核人</span><span class="zc-value"><strong>{{ form.place.missing }} 条</strong>，须由另一名审核人员复核，请机构管理员添加</span></div>
    </section>

    <section class="zc-points"><h3>{{ points.title }}</h3><p ng-repeat="point in points.items">{{ point }}</p></section>

    <section ng-if="form.kind === 'OVERDUE'">
      <h3>下级机构待审情况</h3>
      <table class="table zc-places">
        <thead><tr><th scope="col">选择</th><th scope="col">机构</th><th scope="col">截止</th><th scope="col">已逾期</th><th scope="col">待审</th><th scope="col">最早自</th><th scope="col">7天内</th><th scope="col">8至30天</th><th scope="col">30天以上</th><th scope="col" ng-if="form.anyWaiting">等待中</th><th scope="col" ng-if="form.anyMissing">无其他审核人</th></tr></thead>
        <tbody>
          <tr ng-repeat="one in form.places track by one.code">
            <td><input type="checkbox" aria-label="选择{{ one.name }}" ng-model="form.chosen[one.code]" ng-change="form.changed()"></td>
            <td>{{ one.name }}</td><td>{{ one.date }}</td><td><strong>{{ one.overdue }}</strong></td><td>{{ one.open }}</td>
            <td>{{ one.oldestSince ? day(one.oldestSince) : '—' }}</td><td>{{ one.upToWeek }}</td><td>{{ one.upToMonth }}</td><td>{{ one.longer }}</td>
            <td ng-if="form.anyWaiting">{{ one.waiting }}</td>
            <td ng-if="form.anyMissing"><strong ng-if="one.missing">{{ one.missing }}</strong></td>
          </tr>
        </tbody>
      </table>
      <p class="zc-hint" ng-if="!form.places.length">没有待审的信息，可以直接办结。</p>
      <p class="zc-hint" ng-if="form.anyWaiting">等待中：正在公示等，到时自动继续，无需办理，不计逾期。</p>
      <ul class="zc-waiting" ng-if="form.resting.length">
        <li ng-repeat="one in form.resting track by one.number">{{ one.number }} “{{ one.step }}”{{ one.until ? '至 ' + moment(one.until) : '' }}</li>
      </ul>
      <p class="zc-notice zc-asked" ng-repeat="one in form.places track by one.code" ng-if="one.asked">{{ one.name }}：{{ one.asked.account }} 于 {{ moment(one.asked.at) }} 提出逾期处理 {{ one.asked.records }} 条（{{ one.asked.reason }}），须由另一人在 {{ moment(one.asked.until) }} 前确认。<a href="/staff/lapses" target="_blank" rel="noopener">逾期处理确认</a></p>
      <p class="zc-hint" ng-if="form.anyMissing">无其他审核人：须由另一名审核人员复核，而该机构没有；由该机构或上级机构的管理员在“机构管理”中添加。</p>
      <p class="zc-error" role="alert" ng-if="form.message">{{ form.message }}</p>
    </section>

    <div class="zc-actions" ng-if="form.kind === 'OVERDUE' && form.place.mayAct">
      <section>
        <h3><label for="zc-urging">催办</label></h3>
        <textarea class="form-control" id="zc-urging" rows="2" maxlength="500" placeholder="送达所选机构的任务列表和邮箱" ng-model="form.text"></textarea>
        <button type="button" class="btn btn-default" ng-click="form.urge()" ng-disabled="form.sending">催办所选机构</button>
      </section>
      <section ng-if="form.place.latest">
        <h3><label for="zc-until">延期</label></h3>
        <p class="zc-hint">不晚于本机构自己的截止日期 {{ form.place.latest }}。填写信息编号的，只给这一条延期。</p>
        <input type="text" class="form-control" id="zc-until" maxlength="10" placeholder="延到哪一天，如 {{ form.place.latest }}" autocomplete="off" ng-model="form.until">
        <input type="text" class="form-control" id="zc-reason" maxlength="500" placeholder="原因" aria-label="延期的原因" autocomplete="off" ng-model="form.reason">
        <input type="text" class="form-control" id="zc-record" list="zc-records" maxlength="20" placeholder="{{ form.only() ? '信息编号（选填，可从列表中选）' : '只选一个机构时，可以只给一条信息延期' }}" aria-label="信息编号" autocomplete="off" ng-model="form.record" ng-disabled="!form.only()">
        <datalist id="zc-records"><option ng-repeat="one in form.waiting track by one.number" value="{{ one.number }}">自 {{ day(one.since) }} 起等待{{ one.step ? '“' + one.step + '”' : '' }}{{ one.overdue ? '，已逾期' : '' }}{{ one.again ? '，退回后重报' : '' }}</option></datalist>
        <button type="button" class="btn btn-default" ng-click="form.extend()" ng-disabled="form.sending">延期</button>
      </section>
      <section>
        <h3>逾期处理</h3>
        <p class="zc-hint">所选机构已逾期的信息失效，本批次不再受理，不能恢复。24 小时内合计超过 {{ form.place.lapseAlone }} 条的，填写原因后由另一名审核或督办人员确认，确认后才失效。</p>
        <input type="text" class="form-control" id="zc-lapse-reason" maxlength="500" placeholder="原因（须由另一人确认的必填）" aria-label="逾期处理的原因" autocomplete="off" ng-model="form.lapseReason">
        <button type="button" class="btn btn-default" id="zc-lapse" ng-if="!form.lapsing" ng-click="form.askLapse()" ng-disabled="form.sending">逾期处理…</button>
        <div ng-if="form.lapsing">
          <label><input type="checkbox" id="zc-confirm" ng-model="form.confirmed"> 我确认：使 {{ form.lapsing }} 条信息失效</label>
          <button type="button" class="btn btn-danger" ng-click="form.lapse()" ng-disabled="form.sending">使 {{ form.lapsing }} 条失效</button>
          <button type="button" class="btn btn-link" ng-click="form.lapsing = null">取消</button>
        </div>
      </section>
    </div>

    <footer class="zc-decide">
      <span class="zc-error" role="alert" ng-if="form.failed">{{ form.failed }}</span>
      <span class="zc-buttons"><button type="button" class="btn btn-primary zc-decide-button" ng-click="form.done()" ng-disabled="form.sending">{{ form.kind === 'OVERDUE' ? '继续等待' : '知道了' }}</button></span>
    </footer>
  </div>
</div>`;

const shanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit'
});
const shanghaiDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' });

const messageOf = (response, otherwise) => response.status === 401 ? TEXTS.signedOff : response.data && response.data.message || otherwise;

const createSupervisionForm = ($http, $q, $timeout, $location, camAPI, Notifications) => {
  const tasks = camAPI.resource('task');
  const addressOf = (form, code) => SUPERVISION + form.year + '/organisations/' + encodeURIComponent(code);

  const chosen = form => form.places.filter(one => form.chosen[one.code]);

  const only = form => chosen(form).length === 1 ? chosen(form)[0] : null;

  /* What one record can be picked from; without it its number can still be typed. */
  const loadWaiting = form => {
    const place = only(form);
    form.waiting = [];
    form.resting = [];
    if (!place) {
      form.record = '';
      return;
    }
    $http.get(addressOf(form, place.code) + '/records').then(({ data }) => {
      if (only(form) === place) {
        form.waiting = data;
      }
    }, () => {});
    if (place.waiting) {
      $http.get(addressOf(form, place.code) + '/waiting').then(({ data }) => {
        if (only(form) === place) {
          form.resting = data;
        }
      }, () => {});
    }
  };

  const load = form => {
    form.failure = null;
    return $http.get(SUPERVISION + 'cards', { params: { taskIds: form.taskId } })
      .then(({ data }) => {
        if (!data.length) {
          throw { status: 404, data: { message: TEXTS.notFound } };
        }
        Object.assign(form, { kind: data[0].kind, code: data[0].code, year: data[0].campaignYear });
        return $http.get(addressOf(form, form.code));
      })
      .then(({ data }) => {
        form.place = data;
        return form.kind === 'OVERDUE' ? $http.get(addressOf(form, data.supervisor) + '/subordinates') : null;
      })
      .then(answer => {
        form.places = answer ? answer.data : [];
        form.anyWaiting = form.places.some(one => one.waiting);
        form.anyMissing = form.places.some(one => one.missing);
        if (!form.chosen) {
          form.chosen = { [form.code]: true };
        }
        loadWaiting(form);
      })
      .catch(response => {
        form.failure = messageOf(response, TEXTS.notLoaded);
      });
  };


  /* One organisation after another: what is refused for one is said, and done for the others. */
  const send = (form, what, bodyOf, said) => {
    const places = chosen(form);
    form.message = places.length ? null : TEXTS.nobodyChosen;
    form.said = null;
    if (form.sending || !places.length) {
      return;
    }
    form.sending = true;
    const refusals = [];
    places.reduce((before, place) => before.then(() => $http.post(addressOf(form, place.code) + '/' + what, bodyOf(place)))
      .catch(response => {
        refusals.push(place.name + '：' + messageOf(response, TEXTS.notDone));
        // Tasklist takes every refusal for a failure of the server and says so as well.
        $timeout(() => Notifications.clearAll());
      }), $q.resolve())
      .then(() => load(form))
      .then(() => {
        form.sending = false;
        form.lapsing = null;
        form.confirmed = false;
        form.message = refusals.join(' ') || null;
        form.said = refusals.length < places.length ? said : null;
        form.record = refusals.length ? form.record : '';
        // The task may be gone by what was decided; that is no failure.
        form.failure = form.place ? null : form.failure;
      });
  };

  const claim = form => form.assignee === form.user ? Promise.resolve() : new Promise((resolve, reject) =>
    tasks.claim(form.taskId, form.user, error => error ? reject({ message: TEXTS.notClaimed }) : resolve()));

  const done = (form, scope) => {
    form.sending = true;
    form.failed = null;
    claim(form).then(() => scope.$evalAsync(() => {
      form.completing = true;
      form.next = neighbour(form.list, form.taskId);
      scope.complete();
    })).catch(failure => scope.$evalAsync(() => {
      form.sending = false;
      form.failed = failure.message || TEXTS.notDone;
    }));
  };

  const follow = (form, scope) => {
    const mine = inherited(scope, 'taskData').newChild(scope);
    const settle = () => {
      // Camunda blocks a form until its task is claimed. This one claims when it is done.
      scope.options.disableForm = false;
      scope.options.disableCompleteButton = false;
    };
    mine.observe('task', task => {
      if (task && task.id === form.taskId) {
        form.assignee = task.assignee;
        settle();
      }
    });
    mine.observe('taskList', list => {
      form.list = list;
    });
    scope.$watch('options.disableForm', disabled => disabled && settle());
  };

  const listen = (form, scope, camForm) => {
    camForm.on('form-loaded', () => {
      scope.options.hideCompleteButton = true;
    });
    camForm.on('submit', () => {
      camForm.submitPrevented = !form.completing;
    });
    camForm.on('submit-success', () => {
      if (form.next) {
        $timeout(() => $location.search(Object.assign({}, $location.search(), { task: form.next })));
      }
    });
    camForm.on('submit-failed', (failed, [error]) => {
      form.completing = false;
      form.sending = false;
      form.failed = chineseFailure(error && error.message) || TEXTS.notDone;
      $timeout(() => Notifications.clearAll());
    });
  };

  return {
    /* Called by the code in the form. */
    attach(camForm, scope) {
      const form = { taskId: camForm.taskId, user: scope.$root.authentication.name, places: [], waiting: [], resting: [], text: '', until: '', reason: '', record: '', lapseReason: '' };
      Object.assign(form, {
        load: () => load(form),
        only: () => only(form),
        changed: () => {
          form.lapsing = null;
          form.confirmed = false;
          form.message = null;
          loadWaiting(form);
        },
        urge: () => send(form, 'urging', () => ({ text: form.text }), '已催办。'),
        extend: () => send(form, 'extension',
          () => ({ until: form.until.trim() || null, reason: form.reason, record: form.record.trim() || null }), '已延期。'),
        askLapse: () => {
          form.confirmed = false;
          form.lapsing = chosen(form).reduce((sum, one) => sum + one.overdue, 0) || null;
          form.message = form.lapsing ? null : TEXTS.nobodyChosen;
          $timeout(() => focus('zc-confirm'));
        },
        lapse: () => {
          if (!form.confirmed) {
            form.message = TEXTS.confirmMissing;
            return;
          }
          send(form, 'lapse', place => ({ number: place.overdue, confirmed: true, reason: form.lapseReason.trim() || null }), '已作逾期处理；须由另一人确认的，确认后失效。');
        },
        done: () => done(form, scope)
      });
      scope.supervision = form;
      follow(form, scope);
      listen(form, scope, camForm);
    }
  };
};

const readPoints = clone => {
  const holder = document.createElement('div');
  holder.append(...clone);
  return { title: holder.querySelector('h3').textContent.trim(), items: [...holder.querySelectorAll('p')].map(node => node.textContent.trim()) };
};

window.angular.module('cam.tasklist')
  .factory('supervisionForm', ['$http', '$q', '$timeout', '$location', 'camAPI', 'Notifications', createSupervisionForm])
  .directive('zcSupervision', () => ({
    restrict: 'A',
    scope: true,
    transclude: true,
    template: TEMPLATE,
    link(scope, element, attributes, controller, transclude) {
      scope.moment = instant => shanghai.format(new Date(instant));
      scope.day = instant => shanghaiDay.format(new Date(instant));
      transclude(clone => {
        scope.points = readPoints(clone);
        // The form's code, which runs after this, provides it.
        const stop = scope.$watch('supervision', form => {
          if (form) {
            stop();
            scope.form = form;
            form.load();
          }
        });
      });
    }
  }));
