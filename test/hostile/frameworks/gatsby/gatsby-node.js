exports.createPages = ({ actions }) =>
  actions.createRedirect({ fromPath: '/old', toPath: '/about', redirectInBrowser: true, isPermanent: true })
