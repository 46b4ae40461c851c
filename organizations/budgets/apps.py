from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "organizations.budgets"
    label = "budgets"
