-- What a captcha was drawn for, and at which address: it is worth nothing for anything else. One from before the change has neither and is refused; it lives five minutes.
ALTER TABLE captchas ADD COLUMN purpose TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE captchas ADD COLUMN network TEXT COLLATE "C" NOT NULL DEFAULT '';
