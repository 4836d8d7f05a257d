const React = require('react')

exports.onRenderBody = ({ setHeadComponents }) => {
  setHeadComponents([React.createElement('script', { key: 'footfall', async: true, src: '/footfall.js?site=site.test' })])
}
