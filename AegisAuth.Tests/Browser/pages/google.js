// Behaves as the document's example does: the button fetches an address and keeps the state, the callback brings
// code and state to the login and goes on to the dashboard.
$('#login-google-btn').on('click', () => {
  $.get('/api/google/url').then(res => {
    if (!res.data) return;
    sessionStorage.setItem('state', res.data.state);
    window.location.href = res.data.url;
  });
});

if (window.location.href.indexOf('code') > -1) {
  const query = new URLSearchParams(window.location.search);
  $.ajax({
    type: 'POST',
    url: '/api/login',
    data: JSON.stringify({ platform: 'google', state: query.get('state'), code: query.get('code') }),
    contentType: 'application/json',
    dataType: 'json',
    success(res) {
      $('#told').attr('data-kept', sessionStorage.getItem('state') === query.get('state'));
      if (res.code === 0) window.location.href = '/dashboard';
      else $('#told').text(res.msg);
    },
    error(xhr, status, error) {
      $('#told').text(`network error: ${status} ${error}`);
    },
  });
}
