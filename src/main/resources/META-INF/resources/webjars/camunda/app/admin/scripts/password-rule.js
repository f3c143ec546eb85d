/*
 * The rules for passwords are shown by their keys, for which each web app has a text, but not for the rule that this
 * application adds. Its text is in the language of our own pages; that of the app around it is English.
 *
 * Added to the file of texts when that has come: an app that has any text of a language does not ask for the others.
 */
const TEXTS = {
  PASSWORD_POLICY_KNOWN: '不能是常见密码，也不能是本系统示例中的密码'
};
const APP = location.pathname.match(/\/app\/(\w+)\//)[1];

window.angular.module('cam.' + APP).config(['$provide', function(provide) {
  provide.decorator('localeLoader', ['$delegate', function(load) {
    return function(options) {
      return load(options).then(function(texts) {
        return Object.assign({}, texts, TEXTS);
      });
    };
  }]);
}]);
