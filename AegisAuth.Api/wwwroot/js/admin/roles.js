// What a role may do, so that the page shows nothing else. The service decides for itself all the same.

import { t } from '../i18n.js';
import { me } from './session.js';

export const superAdmin = '超级管理员';
export const admin = '管理员';
export const organisationAdmin = '组织管理员';
export const ordinary = '';

const keys = new Map([[superAdmin, 'super'], [admin, 'admin'], [organisationAdmin, 'organisation'], [ordinary, 'none']]);

export const roleName = role => (keys.has(role) ? t(`role.${keys.get(role)}`) : role);

export const seesEveryone = () => me.role === superAdmin || me.role === admin;

export const isMe = user => user.user_AegisSpeed_id === me.user_AegisSpeed_id;

/** Disable, enable, unlock, reset, sign out. */
export const mayManage = user => !isMe(user) && (me.role === superAdmin || user.role === ordinary);

/** The roles that may be given, the most usual first. */
export const rolesToGive = () => (me.role === superAdmin ? [ordinary, organisationAdmin, admin, superAdmin] : [ordinary]);

/** A 组织管理员 has one role and one organisation to give: there is nothing to choose. */
export const maySetRole = user => mayManage(user) && seesEveryone();

export const mayNameOrganisations = () => me.role === superAdmin;

export const mayExport = seesEveryone;
