/* Settings of Camunda Tasklist as 审核人员 see it. Takes precedence over the file of the same name in Camunda's webjar. */
export default {
  app: {
    name: '职称审核',
    vendor: '甘肃省职称信息采集审核系统'
  },

  // Chinese only: whatever language a browser asks for, nobody is shown English.
  locales: {
    availableLocales: ['zh'],
    fallbackLocale: 'zh'
  },

  dateFormat: {
    monthName: 'M月',
    normal: 'LLL',
    long: 'LLLL'
  },

  customScripts: [
    'scripts/sign-on',
    'scripts/chinese-interface',
    'scripts/review-cards',
    'scripts/narrow-screen',
    'scripts/review-form',
    'scripts/review-screen',
    'scripts/evidence-viewer',
    'scripts/registration-form',
    'scripts/supervision-form'
  ],

  // The notice on the login page introduces Camunda, which no reviewer needs to know.
  disableWelcomeMessage: true,

  shortcuts: {
    claimTask: {
      key: 'ctrl+alt+c',
      description: '认领当前任务'
    },
    focusFilter: {
      key: 'ctrl+shift+f',
      description: '转到第一个筛选器'
    },
    focusList: {
      key: 'ctrl+alt+l',
      description: '转到列表中的第一项任务'
    },
    focusForm: {
      key: 'ctrl+alt+f',
      description: '转到表单的第一个输入框'
    },
    startProcess: {
      key: 'ctrl+alt+p',
      description: '打开“发起流程”窗口'
    }
  }
};
