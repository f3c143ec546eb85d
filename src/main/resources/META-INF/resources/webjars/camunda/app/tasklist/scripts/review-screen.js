/*
 * The screen of a review: the record with its doubts and amendments on the left, the pages of its evidence on the right,
 * check-list and decision below. Expects `review` of review-form.js in its scope. Takes the title and the points of the
 * check-list from the form's own mark-up:
 *
 *   <div zc-review>
 *     <h3>标题</h3>
 *     <ul><li>核对项目</li>…</ul>
 *   </div>
 *
 * All data are bound as text.
 */
const TEMPLATE = `
<div class="zc-review" ng-class="{ 'zc-two-columns': wide, 'zc-final': review.over || review.dossier && !review.dossier.decidable }">
  <div class="zc-loading" ng-if="!review.dossier && !review.failure">正在读取职称信息…</div>
  <div class="zc-alert" role="alert" ng-if="review.failure">
    {{ review.failure }} <button type="button" class="btn btn-link" ng-click="review.load()">重试</button>
  </div>

  <div class="zc-frame" ng-if="review.dossier">
    <header class="zc-head">
      <strong class="zc-head-name">{{ review.dossier.person.name }}</strong>
      <span class="zc-head-number">{{ review.dossier.number }}</span>
      <span class="zc-badge zc-badge-overdue" ng-if="review.dossier.overdue">已逾期</span>
      <span class="zc-badge zc-badge-amended" ng-if="review.amended">退回后重报</span>
      <span class="zc-head-stage">{{ review.dossier.organisation }} · {{ review.dossier.step || review.dossier.stageText }}</span>
      <span class="zc-head-deadline" ng-if="review.dossier.deadline">审核期限 {{ review.dossier.deadline }} 24:00</span>
    </header>

    <div class="zc-notice" role="status" ng-if="review.dossier.notice || review.over">{{ review.over || review.dossier.notice }}</div>
    <div class="zc-notice" role="status" ng-if="review.takenBy">
      同事 {{ review.takenBy }} 已认领此任务，您可以查看。
      <button type="button" class="btn btn-default btn-sm" ng-click="review.takeOver()">改由我办理</button>
    </div>

    <div class="zc-columns">
      <div class="zc-record" tabindex="-1">

        <section class="zc-doubts" ng-if="review.dossier.doubts.length" aria-label="疑点">
          <h3>疑点 <span class="zc-count">{{ review.dossier.doubts.length }}</span></h3>
          <ul>
            <li ng-repeat="doubt in review.dossier.doubts" ng-class="{ 'zc-low': doubt.weight !== 'NORMAL' }">
              <button type="button" class="zc-doubt-text" title="转到此项" ng-click="review.focus('zc-field-' + doubt.field)">{{ doubt.text }}</button>
              <p>{{ doubt.reason }}</p>
            </li>
          </ul>
        </section>

        <section class="zc-amendment" ng-if="review.dossier.lastReturn && review.dossier.submissions > 1" aria-label="退回与修改">
          <h3>退回与修改</h3>
          <p class="zc-return">
            {{ moment(review.dossier.lastReturn.at) }} {{ review.dossier.lastReturn.organisation }}（{{ review.dossier.lastReturn.reviewer }}）退回，原因：
            <span class="zc-words">{{ review.dossier.lastReturn.reason }}</span>
          </p>
          <table class="zc-changes" ng-if="review.amendments.length">
            <thead><tr><th scope="col">项目</th><th scope="col">修改前</th><th scope="col">修改后</th></tr></thead>
            <tbody ng-repeat="row in review.amendments">
              <tr>
                <th scope="row" rowspan="{{ row.remarks.length + 1 }}">{{ row.label }}</th>
                <td ng-if="row.changed && !row.formerFiles.length"><del>{{ row.before || '（空）' }}</del></td>
                <td ng-if="row.changed && row.formerFiles.length">
                  <button type="button" class="btn-link zc-show" ng-repeat="file in row.formerFiles" ng-click="viewer.openFormer(file)">查看原文件</button>
                </td>
                <td ng-if="row.changed"><ins>{{ row.formerFiles.length ? '已重新上传' : row.after || '（空）' }}</ins><span class="zc-hint" ng-if="row.hidden"> （修改处在隐藏的部分）</span></td>
                <td ng-if="!row.changed" colspan="2" class="zc-unchanged">未作修改</td>
              </tr>
              <tr ng-repeat="remark in row.remarks track by $index"><td colspan="2" class="zc-asked">退回时的备注：{{ remark }}</td></tr>
            </tbody>
          </table>
          <p class="zc-hint" ng-if="!review.dossier.changes.length">填报人没有修改任何内容。</p>
        </section>

        <section ng-repeat="section in review.dossier.sections">
          <h3>{{ section.title }}</h3>
          <div class="zc-field" ng-repeat="field in section.fields" id="zc-field-{{ field.key }}" tabindex="-1"
               ng-class="{ 'zc-doubted': review.doubted.has(field.key), 'zc-changed': field.changedFrom !== undefined }">
            <span class="zc-label">{{ field.label }}</span>
            <span class="zc-value">
              <span class="zc-words">{{ review.looks[field.key] || field.value || '—' }}</span>
              <button type="button" class="btn-link zc-look" ng-if="field.look && field.value && review.dossier.decidable && !review.over && !review.looks[field.key]"
                      title="查看将被记录：账号、时间和所查看的项目" ng-click="review.look(field)">查看完整号码</button>
              <button type="button" class="btn-link zc-look" ng-if="review.looks[field.key]" ng-click="review.looks[field.key] = null">隐藏</button>
              <span class="zc-tag zc-tag-doubt" ng-if="review.doubted.has(field.key)">疑点</span>
              <span class="zc-tag" ng-if="field.changedFrom !== undefined">已修改</span>
            </span>
            <button type="button" class="zc-add-remark" ng-if="review.writable && !review.remarkOpen[field.key]"
                    aria-label="对“{{ field.label }}”写备注" title="退回时随原因一并告知填报人" ng-click="review.openRemark(field.key)">备注</button>
            <textarea class="form-control zc-remark" rows="1" maxlength="500" ng-if="review.remarkOpen[field.key]" id="zc-remark-{{ field.key }}"
                      aria-label="{{ field.label }}的备注" placeholder="备注：此项需要怎样修改" ng-readonly="!review.writable"
                      ng-model="review.remarks[field.key]" ng-change="review.changed()"></textarea>
          </div>
        </section>

        <section>
          <h3>佐证材料</h3>
          <div class="zc-field" ng-repeat="file in review.files track by file.id" id="zc-file-{{ file.key }}" ng-class="{ 'zc-changed': file.changed }">
            <span class="zc-label">{{ file.label }}</span>
            <span class="zc-value">
              {{ file.pages }} 页 <button type="button" class="btn-link zc-show" ng-click="viewer.open(file)">查看</button>
              <span class="zc-tag" ng-if="file.changed">已重新上传</span>
              <span class="zc-words zc-asked" ng-if="review.remarks[file.key]">备注：{{ review.remarks[file.key] }}</span>
            </span>
            <button type="button" class="zc-add-remark" ng-if="review.writable" aria-label="对“{{ file.label }}”写备注"
                    title="退回时随原因一并告知填报人" ng-click="viewer.open(file); review.openRemark(file.key)">备注</button>
          </div>
        </section>

        <section ng-if="review.dossier.confirmations.length">
          <h3>此前的审查确认</h3>
          <ol class="zc-steps">
            <li ng-repeat="step in review.dossier.confirmations">
              {{ moment(step.at) }} {{ step.organisation }}（{{ step.reviewer }}）{{ step.text }}<span class="zc-tag zc-tag-doubt" ng-if="step.late">逾期审核</span>
            </li>
          </ol>
        </section>

        <details class="zc-history">
          <summary>办理过程（{{ review.dossier.history.length }}）</summary>
          <ol class="zc-steps">
            <li ng-repeat="step in review.dossier.history">
              {{ moment(step.at) }} {{ step.organisation }}<span ng-if="step.organisation && step.reviewer !== 'system'">（{{ step.reviewer }}）</span> {{ step.text }}<span class="zc-tag zc-tag-doubt" ng-if="step.late">逾期审核</span>
              <span class="zc-words" ng-if="step.reason">：{{ step.reason }}</span>
            </li>
          </ol>
        </details>

        <section class="zc-check-list" ng-if="review.dossier.decidable" role="group" aria-label="{{ listTitle }}" ng-class="{ 'zc-problem': review.problems.marks }">
          <h3>{{ listTitle }}</h3>
          <p class="zc-error" role="alert" id="zc-marks-problem" ng-if="review.problems.marks">{{ review.problems.marks }}</p>
          <label class="zc-point" ng-repeat="point in review.points" ng-class="{ 'zc-open': review.problems.marks && !point.checked }">
            <input type="checkbox" id="zc-point-{{ $index }}" ng-model="point.checked" ng-change="review.changed()" ng-disabled="!review.writable"
                   aria-describedby="{{ review.problems.marks && !point.checked ? 'zc-marks-problem' : '' }}">
            <span>{{ point.item }}</span>
          </label>
        </section>

        <section class="zc-reason" ng-if="review.dossier.decidable" ng-class="{ 'zc-problem': review.problems.reason }">
          <h3><label for="zc-reason">退回原因</label> <span class="zc-hint">退回修改时必填</span></h3>
          <p class="zc-error" role="alert" id="zc-reason-problem" ng-if="review.problems.reason">{{ review.problems.reason }}</p>
          <textarea class="form-control" id="zc-reason" rows="3" maxlength="2000" ng-readonly="!review.writable" ng-model="review.reason" ng-change="review.changed()"
                    aria-describedby="zc-reason-problem" aria-invalid="{{ !!review.problems.reason }}" placeholder="例如：证书编号与职称证书不一致；资格文件缺少盖章页"></textarea>
        </section>
      </div>

      <div class="zc-pages" zc-evidence="viewer" number="review.dossier.number" files="review.files" review="review"></div>
    </div>

    <footer class="zc-decide" ng-if="review.dossier.decidable">
      <span class="zc-saved" role="status">
        <span ng-if="review.saved === 'saving' || review.saved === 'typing'">正在保存…</span>
        <span ng-if="review.saved === 'saved'">已保存，下次打开仍在</span>
        <span class="zc-error" ng-if="review.saved === 'failed'">暂未保存，内容仍在本页，将自动重试</span>
      </span>
      <span class="zc-error" role="alert" ng-if="review.message || review.over">{{ review.over || review.message }}
        <a ng-if="review.proofNeeded && !review.over" href="/staff/proof" target="_blank" rel="noopener">验证身份（新窗口）</a></span>
      <span class="zc-buttons">
        <button type="button" class="btn btn-default zc-return-button" ng-click="review.returnRecord()" ng-disabled="review.sending || !review.writable">退回修改</button>
        <button type="button" class="btn btn-primary zc-confirm-button" ng-click="review.confirm()" ng-disabled="review.sending || !review.writable">审查确认</button>
      </span>
    </footer>
  </div>
</div>`;

const shanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit'
});

const NARROWEST_FOR_TWO = 700;
const LOWEST = 420;

/* Fills the rest of the column's height, so that record and pages scroll beside each other and the buttons stay in view. */
const fillHeight = (frame, scope) => {
  const scroller = frame.closest('.three-cols-layout-cell.content');
  if (!scroller) {
    return;
  }
  const fit = () => {
    const top = frame.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    frame.style.setProperty('--zc-height', Math.max(LOWEST, scroller.clientHeight - top) + 'px');
    const wide = frame.clientWidth >= NARROWEST_FOR_TWO;
    if (wide !== scope.wide) {
      scope.$evalAsync(() => {
        scope.wide = wide;
      });
    }
  };
  const observer = new ResizeObserver(fit);
  observer.observe(scroller);
  observer.observe(frame);
  scope.$on('$destroy', () => observer.disconnect());
};

const readCheckList = clone => {
  const holder = document.createElement('div');
  holder.append(...clone);
  const words = node => node.textContent.trim().replace(/\s+/g, '');
  return {
    title: words(holder.querySelector('h3')),
    points: [...holder.querySelectorAll('li')].map(node => ({ item: words(node), checked: false }))
  };
};

window.angular.module('cam.tasklist').directive('zcReview', () => ({
  restrict: 'A',
  scope: true,
  transclude: true,
  template: TEMPLATE,
  link(scope, element, attributes, controller, transclude) {
    scope.viewer = {};
    scope.moment = instant => shanghai.format(new Date(instant));
    transclude(clone => {
      const list = readCheckList(clone);
      scope.listTitle = list.title;
      // The form's code, which runs after this, provides the review.
      const stop = scope.$watch('review', review => {
        if (review) {
          stop();
          review.points = list.points;
          review.load();
        }
      });
    });
    fillHeight(element[0].querySelector('.zc-review'), scope);
  }
}));
