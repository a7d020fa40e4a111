// Reads the answers as the document's example does: code 0 is a success, else msg says why; whatever is not JSON over
// HTTP 200 is a network error. Says each time what it made of the answer.
let captchaId;

$('#login').on('submit', event => {
  event.preventDefault();
  $('#told').text('');
  $.get('/api/captcha').then(picture => {
    captchaId = picture.data.captcha_id;
    $.ajax({
      type: 'POST',
      url: '/api/login',
      data: JSON.stringify({
        platform: 'website',
        user_name: $('[name=user_name]').val(),
        password: $('[name=password]').val(),
        captcha_id: captchaId,
        captcha: $('[name=captcha]').val(),
        remember: false,
      }),
      contentType: 'application/json',
      dataType: 'json',
      success(res) {
        $('#told').text(res.code === 0 ? `logged in: ${res.data.user_name} ${typeof res.data.token} ${res.data.status}` : `refused: ${res.msg}`);
      },
      error(xhr, status) {
        $('#told').text(`network error: ${status}`);
      },
    });
  });
});
