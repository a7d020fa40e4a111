-- What a captcha was drawn for, and at which address: it is worth nothing for anything else. One from before the change has neither and is refused; it lives five minutes.
ALTER TABLE captchas ADD purpose NVARCHAR(16) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT captchas_purpose DEFAULT '';
ALTER TABLE captchas ADD network NVARCHAR(64) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT captchas_network DEFAULT '';
