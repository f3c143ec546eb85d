/*
 * The evidence of a record, page by page as pictures: Tasklist's content security policy shows no PDF. A page can be
 * zoomed, turned and dragged; the page after the last one of a file is the first one of the next file.
 */
const TEMPLATE = `
<div class="zc-viewer">
  <div class="zc-files" role="group" aria-label="佐证材料">
    <button type="button" class="zc-file" ng-repeat="candidate in files track by candidate.id" ng-click="open(candidate, 1)"
            ng-class="{ 'zc-current': candidate.id === file.id }" aria-pressed="{{ candidate.id === file.id }}">
      {{ candidate.label }}<span class="zc-tag" ng-if="candidate.changed">新</span><span class="zc-has-remark" ng-if="review.remarks[candidate.key]" title="已写备注">●</span>
    </button>
  </div>
  <div class="zc-former" role="status" ng-if="former">
    正在查看退回前的原文件：{{ file.label }} <button type="button" class="btn-link" ng-click="leaveFormer()">回到当前文件</button>
  </div>
  <div class="zc-tools" role="toolbar" aria-label="页面">
    <button type="button" ng-click="step(-1)" ng-disabled="!beside(-1)" title="上一页（←）" aria-label="上一页">‹</button>
    <span class="zc-page-number" aria-live="polite">{{ page }} / {{ file.pages }}</span>
    <button type="button" ng-click="step(1)" ng-disabled="!beside(1)" title="下一页（→）" aria-label="下一页">›</button>
    <span class="zc-gap"></span>
    <button type="button" ng-click="zoomTo(-1)" ng-disabled="zoom <= zooms[0]" title="缩小（-）" aria-label="缩小">−</button>
    <button type="button" class="zc-fit" ng-click="fit()" title="适合宽度（0）">{{ zoom }}%</button>
    <button type="button" ng-click="zoomTo(1)" ng-disabled="zoom >= zooms[zooms.length - 1]" title="放大（+）" aria-label="放大">＋</button>
    <button type="button" ng-click="turn()" title="旋转" aria-label="旋转">↻</button>
    <button type="button" class="zc-add-remark zc-file-remark" ng-if="review.writable && !former && !review.remarkOpen[file.key]"
            aria-label="对“{{ file.label }}”写备注" title="退回时随原因一并告知填报人" ng-click="review.openRemark(file.key)">备注</button>
  </div>
  <textarea class="form-control zc-remark" rows="1" maxlength="500" ng-if="review.remarkOpen[file.key] && !former" id="zc-remark-{{ file.key }}"
            aria-label="{{ file.label }}的备注" placeholder="备注：{{ file.label }}需要怎样修改" ng-readonly="!review.writable"
            ng-model="review.remarks[file.key]" ng-change="review.changed()"></textarea>
  <div class="zc-paper" tabindex="0" role="region" aria-label="{{ file.label }}，第 {{ page }} 页，共 {{ file.pages }} 页">
    <p class="zc-paper-note" ng-if="state === 'loading'">正在打开第 {{ page }} 页…</p>
    <p class="zc-paper-note" role="alert" ng-if="state === 'failed'">此页暂时无法显示。<button type="button" class="btn btn-default btn-sm" ng-click="draw()">重试</button></p>
    <div class="zc-sheet"><img alt="" draggable="false"></div>
  </div>
</div>`;

const ZOOMS = [50, 75, 100, 125, 150, 200, 300, 400];

const addressOf = (number, file, page) =>
  '/api/review/records/' + encodeURIComponent(number) + '/evidence/' + file.id + '/pages/' + page;

/* Moves the page under the pointer, as paper on a desk. */
const drag = paper => {
  let from = null;
  paper.addEventListener('pointerdown', event => {
    if (event.button === 0 && event.pointerType === 'mouse') {
      from = { x: event.clientX + paper.scrollLeft, y: event.clientY + paper.scrollTop };
      paper.setPointerCapture(event.pointerId);
    }
  });
  paper.addEventListener('pointermove', event => {
    if (from) {
      paper.scrollTo(from.x - event.clientX, from.y - event.clientY);
    }
  });
  const release = () => {
    from = null;
  };
  paper.addEventListener('pointerup', release);
  paper.addEventListener('pointercancel', release);
};

/* Size and turn of the page; 100 % is the width of the column. */
const lay = (paper, sheet, image, zoom, turned) => {
  const width = Math.max(80, paper.clientWidth - 2) * zoom / 100;
  const natural = image.naturalWidth ? image.naturalHeight / image.naturalWidth : 1.414;
  const across = turned % 2 ? width / natural : width;
  const photo = image.naturalWidth && turned % 2 === 0 ? Math.min(across, image.naturalWidth * Math.max(1, zoom / 100)) : across;
  const down = photo * natural;
  image.style.width = photo + 'px';
  image.style.height = down + 'px';
  sheet.style.width = (turned % 2 ? down : photo) + 'px';
  sheet.style.height = (turned % 2 ? photo : down) + 'px';
  image.style.transform = 'translate(-50%, -50%) rotate(' + turned * 90 + 'deg)';
};

const link = (scope, element) => {
  const paper = element[0].querySelector('.zc-paper');
  const sheet = paper.querySelector('.zc-sheet');
  const image = sheet.querySelector('img');

  const layOut = () => lay(paper, sheet, image, scope.zoom, scope.turned);

  const show = (file, page) => {
    Object.assign(scope, { file, page, turned: 0 });
    scope.draw();
  };

  Object.assign(scope, {
    zooms: ZOOMS, zoom: 100, turned: 0, page: 1,
    draw() {
      scope.state = 'loading';
      image.style.visibility = 'hidden';
      image.removeAttribute('src');
      image.src = addressOf(scope.number, scope.file, scope.page);
    },
    open(file, page) {
      scope.former = false;
      show(file, page);
    },
    /* The page before or after this one: of this file or of the one beside it. */
    beside(direction) {
      const page = scope.page + direction;
      if (scope.file && page >= 1 && page <= scope.file.pages) {
        return [scope.file, page];
      }
      const file = scope.former ? undefined : scope.files[scope.files.indexOf(scope.file) + direction];
      return file && [file, direction > 0 ? 1 : file.pages];
    },
    step(direction) {
      const next = scope.beside(direction);
      if (next) {
        show(...next);
      }
    },
    zoomTo(direction) {
      const at = ZOOMS.indexOf(scope.zoom) + direction;
      scope.zoom = ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, at))];
      layOut();
    },
    fit() {
      scope.zoom = 100;
      layOut();
    },
    turn() {
      scope.turned = (scope.turned + 1) % 4;
      layOut();
    },
    leaveFormer() {
      scope.open(scope.files.find(file => file.key === scope.file.key) || scope.files[0], 1);
    }
  });
  // Files can be opened from the record as well.
  Object.assign(scope.viewer, {
    open(file) {
      scope.open(file, 1);
      element[0].scrollIntoView({ block: 'nearest' });
    },
    openFormer(file) {
      scope.former = true;
      show(file, 1);
      paper.focus();
    }
  });

  const drawn = state => scope.$evalAsync(() => {
    scope.state = state;
    if (state === 'shown') {
      image.style.visibility = 'visible';
      layOut();
      paper.scrollTo(0, 0);
    }
  });
  image.addEventListener('load', () => drawn('shown'));
  image.addEventListener('error', () => image.hasAttribute('src') && drawn('failed'));

  const KEYS = {
    ArrowLeft: () => scope.step(-1), ArrowRight: () => scope.step(1), PageUp: () => scope.step(-1), PageDown: () => scope.step(1),
    '+': () => scope.zoomTo(1), '=': () => scope.zoomTo(1), '-': () => scope.zoomTo(-1), 0: () => scope.fit()
  };
  paper.addEventListener('keydown', event => {
    const act = KEYS[event.key];
    if (act && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      scope.$apply(act);
    }
  });
  paper.addEventListener('wheel', event => {
    if (event.ctrlKey) {
      event.preventDefault();
      scope.$apply(() => scope.zoomTo(event.deltaY < 0 ? 1 : -1));
    }
  }, { passive: false });
  drag(paper);

  const observer = new ResizeObserver(layOut);
  observer.observe(paper);
  scope.$on('$destroy', () => observer.disconnect());

  if (scope.files.length) {
    // The certificate says most; the photo, which comes first, next to nothing.
    scope.open(scope.files.find(file => file.key === 'evidence.CERTIFICATE') || scope.files[0], 1);
  }
};

window.angular.module('cam.tasklist').directive('zcEvidence', () => ({
  restrict: 'A',
  scope: { viewer: '=zcEvidence', number: '<', files: '<', review: '<' },
  template: TEMPLATE,
  link
}));
