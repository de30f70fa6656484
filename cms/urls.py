"""Addresses of the public site that are no pages."""

from django.urls import path

from cms import views

urlpatterns = [
    path("haku/", views.search, name="site-search"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
