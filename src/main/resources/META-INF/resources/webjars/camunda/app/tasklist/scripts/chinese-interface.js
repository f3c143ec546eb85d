/*
 * Makes Chinese what locales/zh.json cannot reach: texts that Tasklist holds as English literals instead of
 * translation keys, the calendar of the date pickers, and the language of the page.
 *
 * Custom scripts are imported after the AngularJS module of Tasklist is defined and before it is started, so its
 * services and directives can be decorated here.
 */
import { chineseFailure } from './chinese-failure.js';

const LITERALS = {
  // criteria of a filter
  'Process Instance': '流程实例',
  'Process definition': '流程定义',
  'Case Instance': '案例实例',
  'Case definition': '案例定义',
  'Other': '其他',
  'User / Group': '用户与用户组',
  'Task': '任务',
  'Dates': '日期',
  'ID': 'ID',
  'Key': '标识',
  'Key In': '标识属于',
  'Name': '名称',
  'Name Like': '名称包含',
  'Business Key': '业务编号',
  'Business Key Like': '业务编号包含',
  'Active': '未暂停',
  'Activity Instance ID In': '活动实例 ID 属于',
  'Execution ID': '执行 ID',
  'Assignee': '办理人',
  'Assignee in': '办理人属于',
  'Assignee Like': '办理人包含',
  'Owner': '责任人',
  'Candidate Group': '候选组',
  'Candidate Groups': '候选组属于',
  'Candidate User': '候选办理人',
  'Involved User': '相关人员',
  'Assigned': '已有办理人',
  'Unassigned': '尚无办理人',
  'Delegation State': '委派状态',
  'Definition Key': '任务定义标识',
  'Definition Key In': '任务定义标识属于',
  'Definition Key Like': '任务定义标识包含',
  'Description': '说明',
  'Description Like': '说明包含',
  'Priority': '优先级',
  'Priority Max': '优先级不高于',
  'Priority Min': '优先级不低于',
  'Tenant ID In': '租户 ID 属于',
  'Without Tenant ID': '没有租户 ID',
  'Without Due Date': '没有办理期限',
  'Created Before': '创建早于',
  'Created After': '创建晚于',
  'Due Before': '办理期限早于',
  'Due After': '办理期限晚于',
  'Follow Up After': '跟进日期晚于',
  'Follow Up Before': '跟进日期早于',
  'Follow Up Before or Not Existent': '跟进日期早于或没有',
  // hints below the criteria
  'E.g.: `${ now() }`, `${ dateTime() }` or `${ dateTime().plusWeeks(2) }`':
    '例如：2027-03-01T00:00:00，或表达式 ${ now() }、${ dateTime().plusWeeks(2) }',
  'E.g.: `${ currentUser() }`': '可以填写表达式，例如：${ currentUser() }',
  'List of values seperated by comma. E.g.: `keyC, keyA, keyB`': '多个值以英文逗号分隔，例如：keyC, keyA, keyB',
  'List of values separated by comma or an expression which evaluates to a list. E.g.: `camunda-admin, accounting` or `${ currentUserGroups() }`':
    '多个值以英文逗号分隔，或填写结果为列表的表达式，例如：${ currentUserGroups() }',
  // operators of a search
  'in': '属于',
  'like': '包含',
  'not like': '不包含'
};

const FAILURE = '系统未能完成此项操作，请刷新页面后重试；仍不成功的，请与系统管理员联系。';

const TEMPLATE_TEXTS = [
  ['title="zoom in"', 'title="放大"'],
  ['title="zoom out"', 'title="缩小"'],
  ['title="reset zoom"', 'title="恢复原大小"'],
  ['Only a {{ variable.type }} value is allowed', '值的类型应为 {{ variable.type }}']
];

const APPLICATIONS = { admin: '系统管理', cockpit: '督办', tasklist: '职称审核', welcome: '个人信息' };

const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'];
const MONTHS = ['一月', '二月', '三月', '四月', '五月', '六月', '七月', '八月', '九月', '十月', '十一月', '十二月'];

const withReadableFailures = ['$delegate', notifications => {
  const addError = notifications.addError;
  notifications.addError = function (notification) {
    if (notification.message && !notification.unsafe) {
      const readable = chineseFailure(notification.message) || FAILURE;
      if (readable !== notification.message) {
        console.warn(notification.message);
        notification.message = readable;
      }
    }
    return addError.call(this, notification);
  };
  return notifications;
}];

const withChineseTemplate = ['$delegate', directives => {
  for (const directive of directives) {
    for (const [english, chinese] of TEMPLATE_TEXTS) {
      directive.template = directive.template.replace(english, chinese);
    }
  }
  return directives;
}];

/* The application menu lists the other web apps by English names that are not translation keys. */
const withChineseApplicationMenu = ['$delegate', directives => {
  const [header] = directives;
  const original = header.controller;
  header.controller = ['$scope', '$injector', ($scope, $injector) => {
    $injector.invoke(original, undefined, { $scope });
    $scope.$watch('apps', applications => {
      for (const [name, application] of Object.entries(applications || {})) {
        application.label = APPLICATIONS[name] || application.label;
      }
    });
  }];
  return directives;
}];

document.documentElement.lang = 'zh-CN';

window.angular.module('cam.tasklist')
  .config(['$provide', $provide => {
    // Called for every text that is not a key of the translation: an English literal, or data to be shown as it is.
    $provide.decorator('sanitizeMissingTranslationKey', ['$delegate', sanitize =>
      text => Object.hasOwn(LITERALS, text) ? LITERALS[text] : sanitize(text)
    ]);
    $provide.decorator('$locale', ['$delegate', locale => {
      Object.assign(locale, { id: 'zh-cn' });
      Object.assign(locale.DATETIME_FORMATS, {
        DAY: WEEKDAYS.map(day => '星期' + day),
        SHORTDAY: WEEKDAYS,
        MONTH: MONTHS,
        STANDALONEMONTH: MONTHS,
        SHORTMONTH: MONTHS.map((_, index) => index + 1 + '月'),
        FIRSTDAYOFWEEK: 0
      });
      return locale;
    }]);
    $provide.decorator('Notifications', withReadableFailures);
    $provide.decorator('camWidgetHeaderDirective', withChineseApplicationMenu);
    for (const directive of ['camWidgetBpmnViewer', 'camWidgetCmmnViewer', 'camTasklistFormGenericVariables']) {
      $provide.decorator(directive + 'Directive', withChineseTemplate);
    }
  }])
  .run(['uibDatepickerConfig', datepicker => {
    Object.assign(datepicker, {
      formatDayTitle: 'yyyy年M月',
      formatMonth: 'M月',
      formatMonthTitle: 'yyyy年',
      startingDay: 1,
      showWeeks: false
    });
  }]);
