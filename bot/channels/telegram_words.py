"""What the assistant says on Telegram by itself, beside the answers: in Chinese, then in English."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "welcome": (
        "我是两融客服。请直接提问：规则附出处，您自己的数字附算式。不荐股，不预测，不承诺收益。\n"
        "/signin 验证码　用网页上取得的一次性验证码登录\n/signout　退出登录\n/help　再看一遍",
        "This is Liangrong, customer service for margin trading. Just ask: rules come with their source, your own "
        "figures with their formula. No stock tips, no forecasts, no promises.\n"
        "/signin CODE  sign in with a one-time code from the page\n/signout  sign out\n/help  read this again",
    ),
    "demo": ("/demo demo-call　以演示客户身份提问", "/demo demo-call  ask as a demo client"),
    "private": (
        "账户信息只在私聊中提供，请点开我的头像私聊。",
        "Account information is given in a private chat only; please write to me directly.",
    ),
    "signed_in": ("已登录：{name}", "Signed in: {name}"),
    "signed_out": ("已退出登录。", "Signed out."),
    "wrong_code": (
        "验证码无效、已用过或已过期。请在网页登录后重新获取。",
        "This code is wrong, used or expired. Sign in on the page and get a new one.",
    ),
    "no_demo": ("此环境没有演示客户。", "There are no demo clients here."),
    "text_only": (
        "这里收不了图片、语音和文件，我没有读，也没有保存。要交凭证，请在网页上登录后，用聊天框旁的上传按钮添加，它会随投诉工单交给专人；问题请用文字说。",
        "I take no pictures, voice messages or files here; this one was neither read nor kept. To hand in evidence, sign in on our web page and "
        "use the upload button beside the chat: it goes to a person with your complaint. Please ask in words.",
    ),
    "expired": ("这个选项已失效，请直接提问。", "This choice has expired; please just ask."),
}
